"""Sheets as they come from an office, and what an import would do with them."""

from documents.sheets.read import Row
from jobs.work import run_job
from participants.imports.checking import check_made, run_check
from participants.imports.columns import sheet_of
from participants.imports.services import confirm, run_import
from participants.imports.sorting import Checker
from participants.models import ImportCheck, ParticipantImport

HEADER = ("Full name", "Gender", "E-mail", "Organisation", "City", "Country")


def sheet(*rows, header=HEADER, remembered=None):
    padded = [Row(number, (*cells, *[""] * (len(header) - len(cells)))) for number, cells in rows]
    all_rows = [Row(1, tuple(header)), *padded]
    return sheet_of(all_rows, all_rows, remembered=remembered)


def previewed(workshop, *rows, header=HEADER, answers=None):
    """What would come of these rows, as one set."""
    [preview] = Checker(sheet(*rows, header=header), workshop, answers or {}).previews(len(rows))
    return preview


def checked(importing):
    """The check of a staged list, whatever its length."""
    check = check_made(importing)
    run_job(ImportCheck, check.pk, run_check)
    check.refresh_from_db()
    return check


def imported(importing, **choices):
    """A staged list checked, confirmed and saved."""
    checked(importing)
    confirm(importing, **{"sends_letters": False, **choices})
    run_job(ParticipantImport, importing.pk, run_import)
    importing.refresh_from_db()
    return importing
