"""What is written along the way and is nobody's text: overwritten wherever it names the person."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from desk.privacy.places import text_of
from desk.privacy.words import Words
from documents.sheets.read import UnreadableFile
from jobs.erasing import delete_mail_files, wipe_letters
from jobs.models import Letter
from participants.drafts import words_typed
from participants.imports.staging import forget, staged_rows
from participants.models import ParticipantImport, Person, Registration
from participants.services.erasing import wipe
from projects.models import Project
from writing.models import Change

KEPT_OF_A_SESSION = ("_auth", "_csrf", "_session", "account_authentication_methods")


def wipe_back_office_log(words: Words, own: Q) -> None:
    """That something was changed stays known, not of whom."""
    LogEntry.objects.filter(own).update(object_repr="", change_message="")
    candidates = LogEntry.objects.filter(words.q("object_repr") | words.q_of_json("change_message"))
    named = [
        entry.pk
        for entry in candidates.iterator()
        if words.name_in(f"{entry.object_repr}\n{entry.get_change_message()}")
    ]
    LogEntry.objects.filter(pk__in=named).update(object_repr="", change_message="")


def log_of(model: type[models.Model], rows: Collection[int]) -> Q:
    of_type = ContentType.objects.get_for_model(model)
    return Q(content_type=of_type, object_id__in=[str(pk) for pk in rows])


def wipe_history_of_others(words: Words, project: Project) -> None:
    """The history of other people of the project that names this one: whom somebody replaced."""
    of_project: dict[type[models.Model], Any] = {
        Person: Person.objects.filter(project=project),
        Registration: Registration.objects.filter(workshop__project=project),
    }
    for model, rows in of_project.items():
        changes = Change.objects.filter(
            words.q("before") | words.q("after"),
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=rows.values("pk"),
        )
        named = [each.pk for each in changes if words.name_in(f"{each.before}\n{each.after}")]
        wipe(Change.objects.filter(pk__in=named))


def wipe_outbox(words: Words, addresses: Collection[str]) -> None:
    """Letters to them that name them, or to an address that is nobody else's."""
    own = Q(pk__in=[])
    for address in addresses:
        is_shared = Person.objects.filter(email_key=address.casefold()).count() > 1
        to = Q(to__iexact=address)
        own |= to & words.q("body") if is_shared else to
    named = Letter.objects.filter(words.q("body") | words.q("subject") | words.q("to"))
    in_text = [
        letter.pk
        for letter in named.iterator()
        if words.name_in(f"{letter.subject}\n{letter.body}")
    ]
    wipe_letters(own | Q(pk__in=in_text))
    transaction.on_commit(partial(delete_mail_files, words.name_in))


def wipe_sessions(words: Words) -> None:
    """Unfinished forms in browsers; who is signed in stays so."""
    for session in Session.objects.iterator(chunk_size=500):
        kept = session.get_decoded()
        if not words.name_in(text_of([kept, *words_typed(kept)])):
            continue
        rest = {key: value for key, value in kept.items() if key.startswith(KEPT_OF_A_SESSION)}
        if "_auth_user_id" in rest:
            session.session_data = SessionStore().encode(rest)
            session.save(update_fields=["session_data"])
        else:
            session.delete()


def drop_staged_lists(words: Words, project: Project) -> None:
    """Lists on their way in that name them: an import of them begins anew."""
    for importing in ParticipantImport.objects.filter(workshop__project=project).iterator():
        said = (importing.file_name, importing.remarks, importing.headings, importing.answers)
        if words.name_in(text_of(said)) or is_staged_with(importing, words):
            transaction.on_commit(partial(drop, importing))


def drop(importing: ParticipantImport) -> None:
    """Checked or not: what was found in a list lies beside it."""
    if importing.staged:
        default_storage.delete(str(importing.staged.name))
    forget(importing)


def is_staged_with(importing: ParticipantImport, words: Words) -> bool:
    """What was found in a list is of its rows, so these are enough to look through."""
    try:
        return any(words.name_in("\n".join(row.cells)) for row in staged_rows(importing))
    except UnreadableFile:  # gone after its day
        return False
