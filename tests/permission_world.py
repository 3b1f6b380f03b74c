"""Where each page of the table in test_permissions stands: its object, in the state asked for.

One function for each room: it is given the world, the page and the state, makes what the page
shows, and returns the arguments of its address. A room that needs nothing is not here.
"""

import datetime
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.services import invite
from briefs.models import Brief, BriefExport, Edition
from briefs.reports.services import begin_report, request_report_file
from briefs.returned.reading import Returned
from briefs.returned.staging import written
from briefs.services import make_edition, publish_edition
from briefs.translations.deeds import begin_translation
from cities.models import CityMembership
from cities.report import build_report
from desk.models import PrivacyRequest
from participants.imports.staging import stage
from participants.links import new_token
from participants.models import CertificateFile, Delegation, Registration
from participants.services import merge_people
from participants.services.evidence import seal
from participants.services.nominations import make_link
from projects.models import Project, ProjectMembership
from recommendations.models import Finding, Recommendation, ValidationRound
from recommendations.services import add_recommendation
from recommendations.services.links import renewed_link
from recovery_plans.document import build_plan
from recovery_plans.letters import token_of
from recovery_plans.models import PlanExport, RecoveryPlan
from recovery_plans.services import move_plan
from tests.factories import (
    make_action,
    make_diagnostic,
    make_fact,
    make_officer,
    make_person,
    make_practice,
    make_registration,
    make_user,
)
from tests.sheets import imported
from workshops.models import Workshop
from writing.clock import Clock
from writing.models import Change
from writing.presence import open_for_writing
from writing.services import record_change


@dataclass
class World:
    """The cast around one project: a facilitator of `workshop`, an officer of `plan`'s city."""

    project: Project
    workshop: Workshop
    plan: RecoveryPlan
    people: dict[str, User | None]


def accounts(world, page, state):
    if page != "invitation_accept":
        return {}
    membership = ProjectMembership(
        project=world.project, email="new@example.org", role=ProjectMembership.Role.READER
    )
    code = invite(membership, by=make_user())
    if state == "over":
        past = timezone.now() - datetime.timedelta(days=1)
        ProjectMembership.objects.filter(pk=membership.pk).update(expires_at=past)
    return {"code": code}


def cities(world, page, state):
    if page in {"practice_list", "practice_add"}:
        return {"code": world.project.code}
    place, published = world.plan.project_city, state == "published"
    if page.startswith("practice"):
        practice = make_practice(world.project, city=place.city, is_published=published)
        return {"pk": practice.pk}
    address = {"code": world.project.code, "slug": place.city.slug}
    if page.startswith("fact"):
        fact = make_fact(place.city)
        return address | ({"pk": fact.pk} if page in {"fact_edit", "fact_remove"} else {})
    if state == "none":
        return address
    diagnostic = make_diagnostic(place, published_at=timezone.now() if published else None)
    return address | of_diagnostic(diagnostic, page)


def of_diagnostic(diagnostic, page):
    if page == "dimension_edit":
        return {"dimension": diagnostic.ratings.first().dimension.code}
    if page == "diagnostic_file":
        return {"pk": diagnostic.files.create(title="F", file=ContentFile(b"%PDF-", "f.pdf")).pk}
    if page in {"report_detail", "report_download", "report_cancel", "report_retry"}:
        state = "failed" if page == "report_retry" else "queued"
        export = diagnostic.exports.create(
            content=build_report(diagnostic).to_json(), checksum="a" * 64, format="pdf",
            state=state, error="It failed." if state == "failed" else "",
        )  # fmt: skip
        return {"pk": export.pk}
    return {}


def desk(world, page, state):
    if page == "workshop_detail":
        return in_state(world.workshop, state)
    if page == "remove_example":
        Workshop.objects.filter(pk=world.workshop.pk).update(is_example=state == "example")
    if page == "city_detail":
        return {"slug": world.plan.project_city.city.slug}
    if page.startswith("project_"):
        ending = {"ending": "csv"} if page.endswith("_file") else {}
        return {"code": world.project.code, **ending}
    if page in {"own_file", "ask_for_erasure"}:
        return {"token": own_link_of(make_registration(world.workshop))}
    if page == "sealed_list":
        record = world.workshop.participation_records.create(
            number=1, basis="list", who_counts="All"
        )
        return {"pk": seal(record).pk}
    if page.startswith("privacy_") and state:
        return privacy_request(world, page, state)
    return {}


def privacy_request(world, page, state):
    person = make_person(world.project, code="PERSON22")
    asked = PrivacyRequest.objects.create(
        project=world.project, kind="erasure", state=state,
        done_at=None if state == "open" else timezone.now(),
    )  # fmt: skip
    asked.people.add(person)
    if page not in {"privacy_place_check", "privacy_account_erase"}:
        return {"pk": asked.pk}
    place = asked.places.create(
        content_type=ContentType.objects.get_for_model(world.plan), object_id=world.plan.pk,
        field="vision", why="named",
    )  # fmt: skip
    return {"pk": asked.pk, "place": place.pk}


def workshops(world, page, state):
    return {} if page == "workshop_add" else in_state(world.workshop, state)


def in_state(workshop, state):
    workshop.state = state
    if state == "open":
        day = timezone.localdate() + datetime.timedelta(days=14)
        workshop.starts_on = workshop.ends_on = day
        workshop.time_zone = "Pacific/Fiji"
    workshop.save()
    return {"slug": workshop.slug}


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


def own_link_of(registration):
    token = new_token()
    Registration.objects.filter(pk=registration.pk).update(private_token_hash=token.hash)
    return token.secret


OF_NO_PLAN = {
    "action_csv", "action_search", "action_xlsx", "plan_add", "plan_list", "plan_matrix",
    "plan_matrix_csv", "reminder_choice", "plan_matrix_xlsx", "plan_watch",
}  # fmt: skip


def recovery_plans(world, page, state):
    if page == "reminder_stop":
        return {"token": token_of(world.people["officer"])}
    if page in OF_NO_PLAN:
        return {}
    plan = world.plan
    action = make_action(plan)
    plan.chapters.create(key="vision", order=1, title="Vision")
    move(world, state.partition(";")[0])
    if state.endswith("focal point"):
        CityMembership.objects.filter(user=world.people["officer"]).update(role="focal_point")
    return {"plan_id": plan.pk, **of_plan_page(world, page, state, action)}


def of_plan_page(world, page, state, action):
    fixed = {
        "section_edit": {"code": action.pathway.code},
        "chapter_edit": {"key": "vision"},
        "plan_revision": {"number": 1},
        "revision_restore": {"number": 1},
        "actions_by": {"way": "time"},
    }
    if page in MADE_FOR:
        return {"pk": MADE_FOR[page](world, state).pk}
    if page.startswith("action_") and page not in {"action_list", "action_add", "action_copy"}:
        return {"number": action.number}
    return fixed.get(page, {})


def note(world, state):
    day, sent = timezone.localdate(), "sent" if state.endswith("sent") else "draft"
    return world.plan.notes.create(starts_on=day, ends_on=day, text="Planted.", state=sent)


def annex(world, state):
    paper = ContentFile(b"%PDF-1.7", name="map.pdf")
    return world.plan.annexes.create(
        title="Map", file=paper, kind="pdf", is_published=state == "published"
    )


def workbook(world, state):
    officer = world.people["officer"]
    return world.plan.workbooks.create(name="actions.xlsx", content={}, by=officer)


def comment(world, state):
    return world.plan.comments.create(
        text="?", is_request=not state.endswith("remark"), by=world.people["organiser"]
    )


def change(world, state):
    chapter = world.plan.chapters.get()
    record_change(chapter, field="text", before="A", after="B", by=world.people["officer"])
    return Change.objects.get(field="text", before="A")


def plan_file(world, state):
    plan = world.plan
    is_public = state == "published"
    text = {"revision": plan.published} if is_public else {"draft": build_plan(plan).to_json()}
    PlanExport.objects.all().delete()
    return PlanExport.objects.create(
        plan=plan, format="docx", state="done", file=ContentFile(b"PK", name="plan.docx"), **text
    )


def adoption(world, state):
    return world.plan.adoptions.create(
        body="Council", on=timezone.localdate(), result="adopted", revision=world.plan.published,
        file=ContentFile(b"%PDF-1.7", name="resolution.pdf"),
    )  # fmt: skip


MADE_FOR = {
    **dict.fromkeys(("annex_file", "annex_remove"), annex),
    "workbook_check": workbook,
    **dict.fromkeys(("note_edit", "note_send", "note_accept", "note_return"), note),
    **dict.fromkeys(("file_detail", "file_download", "file_cancel", "file_retry"), plan_file),
    **dict.fromkeys(("comment_settle", "comment_reopen"), comment),
    "change_restore": change,
    "adoption_file": adoption,
}


def move(world, state):
    """Into a state, as its way there would leave it."""
    plan = world.plan
    if state == "published":
        focal_point = make_officer(plan.project_city, role=CityMembership.Role.FOCAL_POINT)
        RecoveryPlan.objects.filter(pk=plan.pk).update(state="reviewed")
        move_plan(plan, to="published", by=focal_point)
    else:
        RecoveryPlan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()


def recommendations(world, page, state):
    project = world.project
    if page.startswith("finding") and state:
        workshop = world.workshop if state == "of the workshop" else None
        finding = Finding.objects.create(project=project, title="F", workshop=workshop)
        if page == "finding_file":
            kept = finding.files.create(title="N", file=ContentFile(b"%PDF-", "n.pdf"))
            return {"pk": finding.pk, "file": kept.pk}
        return {"pk": finding.pk}
    if page == "plan_recommendations":
        return {"plan_id": world.plan.pk}
    if page in {"recommendation_detail", "recommendation_edit"} or page.startswith("response_"):
        return of_recommendation(world, page)
    if page.startswith(("round_", "comment_", "answers_")) and page != "round_add":
        return of_round(world, page)
    return {"code": project.code}


def of_recommendation(world, page):
    action = make_action(world.plan)
    recommendation = Recommendation.objects.create(project=world.project, number=1)
    if page != "response_remove":
        return {"pk": recommendation.pk}
    said = recommendation.responses.create(action=action)
    return {"pk": recommendation.pk, "response": said.pk}


def of_round(world, page):
    held = ValidationRound.objects.create(project=world.project, workshop=world.workshop, title="R")
    if page in {"round_answer", "answers_edit", "comment_reply"}:
        registration = make_registration(world.workshop, state="confirmed")
    if page == "round_answer":
        return {"token": renewed_link(held, registration)}
    if page == "answers_edit":
        return {"pk": held.pk, "code": registration.code}
    if page == "comment_reply":
        wording = add_recommendation(
            world.project, text="Act.", by=world.people["organiser"]
        ).current_wording()
        item = held.items.create(wording=wording)
        said = item.answers.create(registration=registration, position="support", comment="Yes.")
        return {"pk": held.pk, "answer": said.pk}
    return {"pk": held.pk}


def projects(world, page, state):
    address = {"code": world.project.code}
    if page in {"indicator_list", "indicator_add"}:
        return address
    indicator = world.project.indicators.create(title="Cities with a plan")
    if page in {"value_edit", "value_remove"}:
        value = indicator.values.create(value=2, on=timezone.localdate(), source="Records")
        address["value"] = value.pk
    return {**address, "pk": indicator.pk}


def report(world, page):
    address = {"code": world.project.code}
    if page in {"report_list", "report_add", "report_template"}:
        return address
    report = begin_report(
        world.project, title="Report", starts_on="2022-01-01", ends_on="2022-12-31",
        language="en", by=world.people["organiser"],
    )  # fmt: skip
    report.refresh_from_db()
    address["pk"] = report.pk
    if page in {"report_heading_edit", "report_heading_move", "report_heading_remove"}:
        return {**address, "heading": report.headings.first().pk}
    if page.startswith("report_file") and page != "report_file_make":
        return {
            **address,
            "file": request_report_file(report, format="pdf", by=world.people["organiser"]).pk,
        }
    return address


TRANSLATING = {
    "translation_detail", "translation_cover", "translation_file", "block_edit", "return_detail",
    "return_add",
}  # fmt: skip


def section(world, brief):
    return {"slug": brief.slug, "key": brief.sections.create(key="context", order=1).key}


def box(world, brief):
    place = brief.brief_cities.create(project_city=world.plan.project_city, vision="A harbour.")
    return {"slug": brief.slug, "city": place.project_city.city.slug}


PART_PAGES = {
    "brief_section_edit": section,
    "section_preview": section,
    "city_box": box,
    "city_box_confirm": box,
    "plan_boxes": lambda world, brief: {"plan_id": world.plan.pk},
}


def briefs(world, page, state):
    if page.startswith("report"):
        return report(world, page)
    if page in {"brief_list", "brief_add"}:
        return {}
    brief = Brief.objects.create(project=world.project, slug="brief", title="Brief")
    if page in PART_PAGES:
        return PART_PAGES[page](world, brief)
    if page in TRANSLATING:
        return of_translation(
            page, begin_translation(brief, language="fr", by=world.people["organiser"])
        )
    if state == "no edition":
        return {"slug": brief.slug}
    if page.startswith("clearance_step_"):
        return {"slug": brief.slug, "pk": step_of(brief).pk}
    edition = made(brief, state, by=world.people["organiser"])
    if page == "edition_changes_table":
        edition = made(brief, state, by=world.people["organiser"])
    return {"slug": brief.slug, **of_edition(page, edition)}


def of_translation(page: str, translation: Brief):
    more = {"translation_file": {"format": "xlsx"}, "block_edit": {"key": "title"}}
    if page == "return_detail":
        more[page] = {"pk": translation.returns.create(name="a.docx").pk}
    return {"slug": translation.slug, **more.get(page, {})}


def step_of(brief: Brief):
    return brief.clearance_steps.create(
        unit="Editorial unit", returned_file=ContentFile(b"not a Word file", "answer.docx"),
        returned_name="answer.docx", returned_kind="docx", returned_size=15,
    )  # fmt: skip


def made(brief: Brief, state: str, *, by: User) -> Edition:
    edition = make_edition(brief, by=by)
    return publish_edition(edition, by=by) if state == "published" else edition


def of_edition(page: str, edition: Edition):
    if page.startswith("brief"):
        return {"format": "csv"} if page == "brief_changes_table" else {}
    if page == "edition_changes_table":
        return {"number": edition.number, "format": "csv"}
    if page == "figure":
        return {"number": edition.number, "key": edition.content["figures"][0]["key"]}
    if page == "edition_file":
        return {"number": edition.number, "file": "pdf-a4"}
    if page in {"word_check", "record_file"}:
        return come_in(page, edition)
    if page.startswith("edition") or page in {"export_make", "record_add"}:
        return {"number": edition.number}
    if page.startswith("export"):
        return {"pk": BriefExport.objects.create(edition=edition).pk}
    return {}


def come_in(page: str, edition: Edition):
    if page == "word_check":
        staged = written(Returned((), (), (), (), (), (), 0))
        return {"pk": edition.word_returns.create(brief=edition.brief, staged=staged).pk}
    record = edition.records.create(number=1, file=ContentFile(b"%PDF-", "designed.pdf"))
    return {"number": edition.number, "record": record.number}


def writing(world, page, state):
    if page != "presence":
        return {}
    section, clock = world.plan.sections.first(), Clock("UTC", "UTC")
    return {"door": open_for_writing(section, world.people["officer"], clock=clock).door}


PLACES = {
    "writing": writing,
    "accounts": accounts,
    "cities": cities,
    "desk": desk,
    "projects": projects,
    "workshops": workshops,
    "participants": participants,
    "recovery_plans": recovery_plans,
    "recommendations": recommendations,
    "briefs": briefs,
}
