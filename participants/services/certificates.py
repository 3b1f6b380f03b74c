"""Certificates of participation, for those whose attendance is recorded once the workshop is over.

A certificate says what the portal knows and no more: the name exactly as typed, the workshop, its
days and place, the bodies of the project. Nobody's signature is in it; there is room for one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import queue
from jobs.work import JobFailed, Progress
from participants.models import CertificateFile, Registration, RegistrationQuerySet
from participants.models.registrations import IS_PARTICIPANT, IS_SPEAKER
from workshops.models import Workshop

Attendance = Registration.Attendance
KEPT = datetime.timedelta(days=1)
MOST = 2000  # pages of one file


class CannotCertify(Exception):
    """No certificate can be made now; the message says why."""


@dataclass(frozen=True)
class Certificate:
    name: str
    role: str  # blank for who took part as most do
    is_of_part: bool
    code: str


def people_certified(workshop: Workshop) -> RegistrationQuerySet:
    """Participants, observers and speakers who were there, fully or partly."""
    came = Registration.objects.filter(
        IS_PARTICIPANT | IS_SPEAKER, workshop=workshop, state=Registration.State.CONFIRMED,
        attendance__in=(Attendance.FULLY, Attendance.PARTLY), person__erased_at=None,
    )  # fmt: skip
    return came.select_related("person").order_by("person__sort_key", "pk")


@transaction.atomic
def ask_for_certificates(workshop: Workshop, *, by: User) -> CertificateFile:
    """Have the file made; one that is on its way already is not made twice."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    refuse_uncertain(workshop)
    waiting = CertificateFile.objects.filter(workshop=workshop).unfinished().first()
    return waiting or queue(CertificateFile(workshop=workshop, asked_by=by))


def refuse_uncertain(workshop: Workshop) -> None:
    if not workshop.has_ended:
        raise CannotCertify(_("The workshop is not over yet: who took part is known afterwards."))
    count = people_certified(workshop).count()
    if not count:
        raise CannotCertify(_("Nobody is recorded as having attended. Record attendance first."))
    if count > MOST:
        raise CannotCertify(
            _("More than %(most)d people attended: use the names as a spreadsheet instead.")
            % {"most": MOST}
        )


def certificates_of(workshop: Workshop) -> list[Certificate]:
    return [
        Certificate(
            name=each.person.certificate_name or each.person.full_name,
            role="" if each.role == Registration.Role.PARTICIPANT else each.get_role_display(),
            is_of_part=each.attendance == Attendance.PARTLY,
            code=each.code,
        )
        for each in people_certified(workshop)
    ]


def render_certificates(made: CertificateFile, progress: Progress) -> None:
    from documents.pdf import PdfFailed, render_pdf  # WeasyPrint: workers only

    progress(str(CertificateFile.LAYING_OUT), 10)
    certificates = certificates_of(made.workshop)
    if not certificates:
        raise JobFailed(_("Nobody is recorded as having attended any more."))
    try:
        content = render_pdf(
            certificates_html(made.workshop, certificates),
            identifier=f"certificates {made.pk}".encode(),
        )
    except PdfFailed as failure:
        raise JobFailed(str(failure)) from failure
    progress.keep(rows=len(certificates))
    progress.keep_file(file_name(made), content)


def certificates_html(workshop: Workshop, certificates: Collection[Certificate]) -> str:
    bodies = workshop.project.project_bodies.select_related("body")
    return render_to_string(
        "participants/print/certificates.html",
        {
            "workshop": workshop,
            "certificates": certificates,
            "bodies": [each.body.name for each in bodies],
            "made_on": timezone.localdate(),
        },
    )


def file_name(made: CertificateFile) -> str:
    return f"{slugify(made.workshop.slug)}-certificates.pdf"


def delete_old_certificates() -> None:
    """Those of the day before. Twice is harmless."""
    old = CertificateFile.objects.filter(asked_at__lt=timezone.now() - KEPT)
    delete_files(old.exclude(state=CertificateFile.State.RUNNING).values_list("pk", flat=True))


def forget_certificates(workshops: Collection[int]) -> None:
    """Those that name anybody of these workshops: whoever wants them has them made anew."""
    of_them = CertificateFile.objects.filter(workshop__in=workshops)
    delete_files(of_them.values_list("pk", flat=True))


@transaction.atomic
def delete_files(primary_keys: Collection[int]) -> None:
    files = list(CertificateFile.objects.select_for_update().filter(pk__in=list(primary_keys)))
    names = [made.file.name for made in files if made.file.name]
    CertificateFile.objects.filter(pk__in=[made.pk for made in files]).delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
