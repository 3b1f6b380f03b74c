import datetime
import json
import unicodedata

import pytest
from django.db.models import Q
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from briefs.document import BriefDocument, Standing, build_brief
from briefs.document.content import composed
from participants.models import ParticipationRecord, Person, Registration
from recommendations.models import ActionResponse, Recommendation, RoundWording, Wording
from recovery_plans.models import Action, Adoption, RecoveryPlan
from tests.brief_factories import make_brief, make_published_plan, make_rich_brief, publish
from tests.factories import make_action, make_framework, make_registration

AS_OF = datetime.datetime(2022, 9, 30, tzinfo=datetime.UTC)
MAIN = [
    "plans", "actions", "pathways", "validated", "attendances", "costed", "adopted",
    "gender-notes", "acted-on",
]  # fmt: skip


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


def build(brief):
    return build_brief(brief, as_of=AS_OF)


def values(brief):
    return {figure.key: figure.value for figure in build(brief).figures}


def changed(before, after):
    return {key for key in before | after if before.get(key) != after.get(key)}


# Figures, derived again by queries of their own


def test_every_main_figure_is_what_the_rows_say(brief):
    published = Action.objects.filter(plan__published__isnull=False, removed_at=None)
    plans = RecoveryPlan.objects.filter(published__isnull=False)
    there = Registration.objects.filter(
        Q(attendance="") | ~Q(attendance="no_show"), role__in=["participant", "observer"],
        state="confirmed",
    )  # fmt: skip
    record = ParticipationRecord.objects.get()
    men = there.filter(gender="male").count() + record.male
    women = there.filter(gender="female").count() + record.female
    recommendations = Recommendation.objects.count()
    newest = [
        recommendation.wordings.order_by("-number").first()
        for recommendation in Recommendation.objects.all()
    ]
    answered = ActionResponse.objects.filter(action__in=published).values("recommendation")
    adopted = Adoption.objects.filter(result__startswith="adopted", revision__isnull=False)

    expected = {
        "plans": f"{plans.count()} of {brief.brief_cities.count()}",
        "actions": str(published.count()),
        "pathways": f"{published.values('pathway').distinct().count()} of 15",
        "validated": f"{RoundWording.objects.filter(wording__in=newest, is_validated=True).count()}"
        f" of {recommendations}",
        "attendances": f"{men + women} ({men}/{women})",
        "costed": f"{published.exclude(costing='not_costed').count()} of {published.count()}",
        "adopted": f"{adopted.values('plan').distinct().count()} of {plans.count()}",
        "gender-notes": f"{published.exclude(gender_note='').count()} of {published.count()}",
        "acted-on": f"{answered.distinct().count()} of {recommendations}",
    }

    document = build(brief)
    assert {figure.key: figure.value for figure in document.main_figures} == expected
    assert [figure.key for figure in document.main_figures] == MAIN
    assert "".join(figure.mark for figure in document.main_figures) == "ABCDEFGHI"


def test_the_matrix_counts_each_published_action_once(brief):
    matrix = build(brief).matrix

    counts = {
        (slug, row.code): cell
        for row in matrix.rows
        for slug, cell in zip(matrix.cities, row.cells, strict=True)
        if cell
    }
    rows = Action.objects.filter(plan__published__isnull=False).values_list(
        "plan__project_city__city__slug", "pathway__code"
    )
    assert counts == {pair: list(rows).count(pair) for pair in set(rows)}
    assert matrix.total == sum(matrix.totals) == sum(p.total for p in matrix.pillars) == len(rows)


def test_a_chosen_pathway_without_action_is_nought_and_one_not_chosen_is_none(brief):
    matrix = build(brief).matrix

    suva = matrix.cities.index("suva")
    assert [row.cells[suva] for row in matrix.rows[:7]] == [2, 0, 0, 0, 1, 0, None]


def test_every_figure_says_what_when_and_from_which_rows(brief):
    for figure in build(brief).figures:
        assert figure.definition
        assert figure.filter
        assert figure.as_of == AS_OF
        assert figure.source_rows


def test_people_are_counted_and_never_named_among_the_rows(brief):
    sources = [source for figure in build(brief).figures for source in figure.source_rows]

    registrations = [source for source in sources if source.model == "participants.registration"]
    assert {(source.ids, source.versions, source.count) for source in registrations} == {
        ((), (), 3)
    }


def test_labels_are_unique_so_that_editions_can_be_compared(brief):
    labels = [figure.label for figure in build(brief).figures]

    assert len(labels) == len(set(labels))


# One row changed changes exactly the figures that count it


def add_action(brief):
    plan = RecoveryPlan.objects.get(project_city__city__slug="pune")
    make_action(plan, pathway=plan.framework.pathways.get(order=9), costing="estimate")
    publish(plan)


def add_draft_action(brief):
    make_action(RecoveryPlan.objects.get(project_city__city__name="Lima"))


def change_unpublished_text(brief):
    Action.objects.update(costing="not_costed", gender_note="", title="Changed since")


def add_woman(brief):
    make_registration(brief.workshops.get(title="Second workshop"), gender="female")


def add_support_staff(brief):
    make_registration(brief.workshops.get(title="Second workshop"), role="support")


def correct_record(brief):
    record = ParticipationRecord.objects.get()
    record.pk, record.number, record.male, record.reason = None, 2, 16, "One was missing"
    record.save()


def reword(brief):
    first = brief.recommendations.get(number=1)
    Wording.objects.create(recommendation=first, number=2, text="Other words.")


def reject(brief):
    Adoption.objects.update(result="rejected")


def say_acts_on(brief):
    action = Action.objects.filter(plan__published__isnull=False).first()
    ActionResponse.objects.create(recommendation=brief.recommendations.get(number=4), action=action)


def drop_city(brief):
    brief.brief_cities.get(project_city__city__name="Lima").delete()


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        (add_action, {"actions", "pathways", "costed", "gender-notes", "pathway-sic-9"}),
        (add_draft_action, set()),
        (change_unpublished_text, set()),
        (add_woman, {"attendances", "participants-second"}),
        (add_support_staff, set()),
        (correct_record, {"attendances", "participants-first"}),
        (reword, {"validated"}),
        (reject, {"adopted"}),
        (say_acts_on, {"acted-on"}),
        (drop_city, {"plans"}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_one_change_changes_exactly_what_counts_it(brief, change, keys):
    slugs = {w.title.split()[0].lower(): w.slug for w in brief.workshops.all()}
    before = values(brief)

    change(brief)

    expected = {
        f"participants-{slugs[key.removeprefix('participants-')]}"
        if key.startswith("participants-")
        else key
        for key in keys
    }
    assert changed(before, values(brief)) == expected


# What an official brief may say


def test_a_draft_plan_is_not_said(brief):
    document = build(brief)

    assert "secret" not in json.dumps(document.to_json())
    lima = next(city for city in document.cities if city.name == "Lima")
    assert (lima.has_plan, lima.actions, lima.stamp) == (False, 0, "")


def test_a_withdrawn_plan_no_longer_counts(brief):
    RecoveryPlan.objects.filter(project_city__city__slug="pune").update(state="withdrawn")

    assert values(brief)["plans"] == "1 of 3"


def test_validated_is_said_of_the_validated_words_only(brief):
    standings = {each.number: each.standing for each in build(brief).recommendations}

    assert standings == {
        1: Standing.VALIDATED,
        2: Standing.CHANGED,
        3: Standing.NOT_SUPPORTED,
        4: Standing.NOT_ASKED,
    }
    assert build(brief).recommendations[1].result.wording == 1


def test_a_city_is_named_beside_a_finding_only_where_it_may_be(brief):
    finding = brief.findings.get()
    assert (build(brief).findings[0].cities, build(brief).findings[0].city_count) == ((), 1)

    finding.is_attributable = True
    finding.save()

    assert build(brief).findings[0].cities == ("Suva",)


def test_one_invented_row_makes_the_whole_an_example(brief):
    assert not build(brief).is_example

    Person.objects.update(is_example=True)

    assert build(brief).is_example


def test_a_plan_in_another_edition_of_the_framework_is_left_out_of_the_matrix_and_said(
    brief, project
):
    plan = RecoveryPlan.objects.get(project_city__city__slug="pune")
    plan.framework = make_framework()
    plan.save()
    publish(plan)

    matrix = build(brief).matrix
    assert (matrix.left_out, matrix.total) == (("Pune",), 3)


# The frozen value


def test_json_there_and_back_is_the_same_value(brief):
    document = build(brief)

    again = BriefDocument.from_json(json.loads(json.dumps(document.to_json())))

    assert again == document
    assert again.checksum == document.checksum


def test_the_checksum_follows_the_content(brief):
    before = build(brief).checksum
    assert build(brief).checksum == before

    brief.title = "Another title"

    assert build(brief).checksum != before


@given(st.text())
def test_two_spellings_of_a_text_are_one(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert composed({"a": [text, 1, None]}) == composed({"a": (decomposed, 1, None)})


def test_an_unknown_figure_is_a_key_error(brief):
    with pytest.raises(KeyError):
        build(brief).figure("unknown")


def test_a_brief_of_nothing_is_still_a_brief(project):
    document = build(make_brief(project))

    assert document.figure("plans").value == "0 of 0"
    assert document.figure("attendances").value == "not known"
    assert document.attendances is None
    assert not document.is_validated


def test_a_hundred_cities_take_no_more_queries_than_one(
    brief, project, django_assert_max_num_queries
):
    for count in range(97):
        make_published_plan(project, f"City{count}", [(count % 15, "estimate", "")])
    hundred = make_brief(project)
    hundred = type(hundred).objects.select_related("project__framework").get(pk=hundred.pk)

    with django_assert_max_num_queries(40):
        document = build_brief(hundred, as_of=timezone.now())

    assert document.figure("plans").value == "99 of 100"
