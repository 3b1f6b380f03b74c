"""Where the pages of `participants` stand."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participants.imports.staging import stage
from participants.models import CertificateFile, Delegation
from participants.services import merge_people
from participants.services.nominations import make_link
from tests.factories import make_person, make_registration, make_user
from tests.permission_world.desk import own_link_of
from tests.permission_world.workshops import in_state
from tests.sheets import imported


def participants(world, page, state):
    if page in OF_A_PROJECT:
        return people_of_a_project(world, page)
    address = in_state(world.workshop, STATES.get(state, state.rpartition("; ")[2]))
    if page.startswith(("delegat", "nomination")):
        return of_delegation(world, page, state, address)
    if page.startswith(("private_registration", "private_calendar")):
        return {"token": own_link_of(make_registration(world.workshop, **IS[page]))}
    if page in IS:
        return {**address, "code": make_registration(world.workshop, **IS[page]).code}
    if page in FIXED:
        return {**address, **FIXED[page]}
    return {**address, **made_for_page(world, page, state)}


def made_for_page(world, page, state):
    if page in {"evaluation_edit", "evaluation_remove"}:
        return {"pk": world.workshop.evaluation_results.create(**RESULT).pk}
    if page.startswith("certificate_"):
        return {"pk": certificates_made(world.workshop).pk}
    if page == "session_attendance":
        return {"order": world.workshop.sessions.create(order=1, title="Opening").order}
    if page.startswith("import_") and page != "import_start":
        return list_on_its_way(world, page, state)
    return {}


def certificates_made(workshop):
    file = ContentFile(b"%PDF", name="certificates.pdf")
    return CertificateFile.objects.create(workshop=workshop, state="done", file=file)


def list_on_its_way(world, page, state):
    sheet = SimpleUploadedFile("people.csv", b"Full name\nSala Vuki\n")
    importing = stage(world.workshop, file=sheet, by=make_user())
    if state == "imported":
        imported(importing)
    return {"pk": importing.pk, **({"pile": "new"} if page == "import_rows" else {})}


STATES = {"": "closed", "imported": "closed"}  # of the workshop, where it is not the page's


FIXED = {
    "suggestions": {"field": "organisation"},
    "import_template": {"ending": "csv"},
    "breakdown_file": {"ending": "csv"},
    "register_step": {"step": "needs"},
}


def of_delegation(world, page, state, address):
    if page.startswith("nomination"):
        return by_link_of_delegation(world, page, state)
    if page == "delegation_list":
        return address
    city = world.plan.project_city.city
    delegation = Delegation.objects.create(workshop=world.workshop, city=city)
    if page.startswith("delegation") or page == "delegate_add":
        return {**address, "pk": delegation.pk}
    source = "form" if state.startswith("not by the city") else "city"
    delegate = make_registration(world.workshop, delegation=delegation, source=source)
    return {**address, "pk": delegation.pk, "code": delegate.code}


def by_link_of_delegation(world, page, state):
    address = of_delegation(world, f"delegate_{page}", state, {})
    made = make_link(
        Delegation.objects.get(pk=address["pk"]), language="en", by=make_user(),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    code = {} if page == "nomination" else {"code": address["code"]}
    return {"token": made.token.secret, **code}


OF_A_PROJECT = {
    "person_list", "person_detail", "duplicate_list", "people_merge", "people_tell_apart",
    "merge_list", "merge_undo",
}  # fmt: skip


def people_of_a_project(world, page):
    address = {"code": world.project.code}
    if page in {"person_list", "merge_list", "duplicate_list"}:
        return address
    known, twin = make_person(world.project), make_person(world.project)
    if page == "merge_undo":
        merge = merge_people(known, twin, takes=[], versions=(1, 1), by=make_user())
        return {**address, "pk": merge.pk}
    other = {"other": twin.code} if page != "person_detail" else {}
    return {**address, "person": known.code, **other}


RESULT = {
    "question": "Useful?", "mean": 4, "scale": "1 to 5", "answered": 17, "source": "Form",
}  # fmt: skip


IS = {  # what a registration is before the deed
    "registration_edit": {},
    "registration_withdraw": {},
    "registration_put_back": {"state": "cancelled"},
    "registration_approve": {"state": "pending"},
    "registration_replace": {},
    "registration_invite": {"state": "nominated"},
    "registration_promote": {"state": "waitlisted"},
    "registration_decline": {"state": "pending"},
    "private_link_send": {"email": "sala@example.org"},
    "private_calendar": {},
    "private_registration": {},
    "private_registration_withdraw": {},
    "private_registration_again": {"state": "cancelled"},
}
