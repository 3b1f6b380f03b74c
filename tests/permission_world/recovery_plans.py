"""Where the pages of `recovery_plans` stand."""

from django.core.files.base import ContentFile
from django.utils import timezone

from cities.models import CityMembership
from recovery_plans.document import build_plan
from recovery_plans.letters import token_of
from recovery_plans.models import PlanExport, RecoveryPlan
from recovery_plans.services import move_plan
from tests.factories import make_action, make_framework, make_officer
from writing.models import Change
from writing.services import record_change

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
    if page == "plan_edition":
        world.project.framework = make_framework(1)
        world.project.save()
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
