"""Every figure in the printed brief, counted again from the rows by another way."""

import io
import re

import pypdf
import pytest
from django.core.management import call_command
from django.db.models import F, Max
from django.utils import timezone

from briefs.document import BriefDocument, build_brief
from briefs.models import Brief, Edition
from briefs.render import brief_html
from documents.pdf import render_pdf
from participants.models import ParticipationRecord, Registration
from recommendations.models import ActionResponse, RoundWording, Wording
from recommendations.services import add_wording
from recovery_plans.models import Action, Adoption, RecoveryPlan
from tests.brief_factories import make_record, make_rich_brief, publish
from tests.factories import make_user
from workshops.models import Workshop

COUNTED = {"state": "confirmed", "role__in": ["participant", "observer"]}


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """The example brief as it is printed, and the rows it was printed from."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            call_command("load_reference", verbosity=0)
            call_command("load_example", yes=True, verbosity=0)
            edition = Edition.objects.select_related("brief").get()
            document = BriefDocument.from_json(edition.content)
            html = brief_html(document, for_print=True, edition=edition, is_draft=False)
            reader = pypdf.PdfReader(io.BytesIO(render_pdf(html, identifier=b"x")))
            text = re.sub(r"\s+", " ", " ".join(each.extract_text() for each in reader.pages))
            yield edition.brief, document, text
            transaction.set_rollback(True)


def plans_of(brief):
    return RecoveryPlan.objects.filter(
        project_city__in=brief.cities.all(), published__isnull=False
    ).exclude(state="withdrawn")


def actions_of(brief):
    return Action.objects.current().filter(plan__in=plans_of(brief))


def line_of(workshop):
    """Women, men and the rest: the latest record, else who is on the list and counts."""
    record = ParticipationRecord.objects.filter(workshop=workshop).order_by("number").last()
    if record:
        return record.female, record.male, record.another + record.undisclosed
    counted = Registration.objects.filter(workshop=workshop, **COUNTED).exclude(
        attendance="no_show"
    )
    women, men = (counted.filter(gender=gender).count() for gender in ("female", "male"))
    return women, men, counted.count() - women - men


def in_words(women, men, other):
    rest = f", {other} other or not stated" if other else ""
    return f"{women + men + other} ({men}/{women}{rest})"


def latest_wordings(brief):
    latest = (
        Wording.objects.filter(
            recommendation__in=brief.recommendations.all(), language=brief.language
        )
        .values("recommendation")
        .annotate(last=Max("number"))
    )
    return [(row["recommendation"], row["last"]) for row in latest]


def counted_again(brief):
    actions, total = actions_of(brief), actions_of(brief).count()
    lines = [line_of(workshop) for workshop in brief.workshops.all()]
    wordings = latest_wordings(brief)
    validated = RoundWording.objects.filter(
        round__state="closed", is_validated=True, wording__language=brief.language
    ).values_list("wording__recommendation", "wording__number")
    acted_on = (
        ActionResponse.objects.filter(
            recommendation__in=brief.recommendations.all(), action__in=actions
        )
        .values("recommendation")
        .distinct()
        .count()
    )
    adopted = (
        Adoption.objects.filter(
            revision=F("plan__published"), plan__in=plans_of(brief), result__startswith="adopted"
        )
        .values("plan")
        .distinct()
        .count()
    )
    return {
        "plans": f"{plans_of(brief).count()} of {brief.brief_cities.count()}",
        "actions": str(total),
        "pathways": f"{actions.values('pathway').distinct().count()} of "
                    f"{brief.project.framework.pathways.count()}",
        "validated": f"{len(set(wordings) & set(validated))} of {len(wordings)}",
        "attendances": in_words(*map(sum, zip(*lines, strict=True))),
        "costed": f"{actions.exclude(costing='not_costed').count()} of {total}",
        "adopted": f"{adopted} of {plans_of(brief).count()}",
        "gender-notes": f"{actions.exclude(gender_note='').count()} of {total}",
        "acted-on": f"{acted_on} of {len(wordings)}",
        **{f"participants-{workshop.slug}": in_words(*line_of(workshop))
           for workshop in brief.workshops.all()},
        **{f"pathway-{pathway.code.lower()}": str(actions.filter(pathway=pathway).count())
           for pathway in brief.project.framework.pathways.all()},
    }  # fmt: skip


def test_every_figure_of_the_example_is_counted_again_from_its_rows(example):
    brief, document, _text = example

    assert {figure.key: figure.value for figure in document.figures} == counted_again(brief)


def test_every_main_figure_stands_in_the_pdf_as_counted(example):
    brief, document, text = example
    again = counted_again(brief)

    for figure in document.main_figures:
        assert f"{figure.mark} {again[figure.key]} {figure.definition}" in text, figure.key


def test_every_line_and_every_pathway_stands_in_the_pdf_as_counted(example):
    brief, document, text = example
    again = counted_again(brief)

    for workshop in document.workshops:
        assert f"{again[f'participants-{workshop.slug}']} " in text
    for row in document.matrix.rows:
        printed = rf"{row.code} {again[f'pathway-{row.code.lower()}']} {re.escape(row.title[:20])}"
        assert re.search(printed, text), row.code


def test_every_city_column_adds_up_to_its_plan(example):
    brief, document, _text = example
    places = brief.brief_cities.order_by("order").select_related("project_city")

    assert document.matrix.totals == [
        actions_of(brief).filter(plan__project_city=place.project_city).count() for place in places
    ]


# One row changed


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


def figures(brief):
    fresh = Brief.objects.select_related("project__framework").get(pk=brief.pk)
    document = build_brief(fresh, as_of=timezone.now())
    return {figure.key: figure.value for figure in document.figures}


def suva():
    return RecoveryPlan.objects.get(project_city__city__slug="suva")


def change_action(number, **fields):
    """An action is counted from its plan's next public revision on."""
    action = suva().actions.order_by("number")[number]
    for name, value in fields.items():
        setattr(action, name, value)
    action.save()
    return action


def publish_again():
    """The next revision, with the council's decision on it too."""
    plan = publish(suva())
    Adoption.objects.filter(plan=plan).update(revision=plan.published)


def cost_one():
    change_action(1, costing="estimate")
    publish_again()


def note_one():
    change_action(1, gender_note="Women lead.")
    publish_again()


def move_one():
    pathways = list(suva().framework.pathways.order_by("order"))
    change_action(0, pathway=pathways[5])
    publish_again()


def answer_no_more():
    ActionResponse.objects.filter(action__plan=suva()).delete()


def adopt_no_more():
    Adoption.objects.all().delete()


def reword():
    validated = RoundWording.objects.filter(is_validated=True).first().wording.recommendation
    add_wording(validated, text="Other words than were validated.", by=make_user())


def register_one_more():
    last = Registration.objects.filter(role="participant").last()
    Registration.objects.filter(pk=last.pk).update(state="cancelled")


def count_again():
    make_record(
        Workshop.objects.get(title="First workshop"),
        female=12,
        male=15,
        reason="A name was missing.",
    )


def change_nothing_published():
    change_action(1, costing="estimate", gender_note="Not public yet.")


first, second = "participants-first", "participants-second"


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        (cost_one, {"costed"}),
        (note_one, {"gender-notes"}),
        (move_one, {"pathway-0", "pathway-5"}),
        (answer_no_more, {"acted-on"}),
        (adopt_no_more, {"adopted"}),
        (reword, {"validated"}),
        (register_one_more, {"attendances", second}),
        (count_again, {"attendances", first}),
        (change_nothing_published, set()),
    ],
)
def test_changing_one_row_moves_the_figures_that_count_it_and_no_other(brief, change, moved):
    codes = [
        f"pathway-{pathway.code.lower()}"
        for pathway in brief.project.framework.pathways.order_by("order")
    ]
    named = {"pathway-0": codes[0], "pathway-5": codes[5]} | {
        name: f"participants-{workshop.slug}"
        for name, title in ((first, "First workshop"), (second, "Second workshop"))
        for workshop in [Workshop.objects.get(title=title)]
    }
    before = figures(brief)

    change()

    after = figures(brief)
    assert before.keys() == after.keys()
    assert {key for key in before if before[key] != after[key]} == {
        named.get(key, key) for key in moved
    }


def test_a_plan_that_is_withdrawn_takes_its_figures_along(brief):
    before = figures(brief)
    RecoveryPlan.objects.filter(pk=suva().pk).update(state="withdrawn")

    after = figures(brief)

    assert (before["plans"], after["plans"]) == ("2 of 3", "1 of 3")
    assert (before["actions"], after["actions"]) == ("5", "2")
