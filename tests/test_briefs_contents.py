"""What a brief is made of, moved by buttons; and the boxes that cities confirm."""

import re

import pytest
from django.urls import reverse

from briefs.arranging import KINDS, move, name_of
from briefs.boxes import BoxHasMoved, boxes_of, confirm_box, unconfirmed_boxes
from briefs.chapters import chapters_of
from briefs.document import BriefDocument, build_brief
from briefs.forms import BriefForm, CityBoxForm
from briefs.models import Brief, BriefCity, Edition
from briefs.services import EditionIsBroken, make_edition, publish_edition
from cities.models import CityMembership
from desk.home_page import home_page_of
from tests.brief_factories import make_rich_brief, publish
from tests.factories import make_city, make_officer, make_project_city
from tests.typing_people import typed
from writing.models import Change


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def suva(brief):
    """The box of a city whose plan is published."""
    box = brief.brief_cities.get(project_city__city__slug="suva")
    box.vision = "A harbour that earns its living in more ways than one."
    box.save()
    return box


@pytest.fixture
def focal_point(suva):
    return make_officer(suva.project_city, role=CityMembership.Role.FOCAL_POINT)


def address(name, brief, *more):
    return reverse(f"briefs:{name}", args=[brief.slug, *more])


def order(brief, kind):
    return [name_of(row, kind) for row in KINDS[kind].of(brief)]


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def confirmed(suva, by):
    revision = suva.project_city.recovery_plan.published_id
    confirm_box(suva, version=suva.version, revision=revision, by=by)
    return fresh(suva)


def status(suva):
    return next(line.status for line in boxes_of(suva.brief) if line.place.pk == suva.pk)


@pytest.mark.parametrize("kind", ["city", "finding", "recommendation"])
def test_a_button_moves_once_however_often_it_is_pressed(signed_in, brief, project, kind):
    project.findings.create(title="Second").briefs.add(brief, through_defaults={"order": 9})
    first, second, *rest = order(brief, kind)
    data = {"kind": kind, "thing": second, "past": first, "up": "1"}

    for _press in range(2):
        response = signed_in.post(address("contents_move", brief), data)

    assert order(brief, kind) == [second, first, *rest]
    assert response.url == f"{address('brief_contents', brief)}?moved={kind}-{second}-up#{kind}"


def test_the_focus_stays_on_the_button_or_goes_to_the_other_at_the_end(signed_in, brief):
    names = order(brief, "city")

    page = signed_in.get(f"{address('brief_contents', brief)}?moved=city-{names[1]}-up").text
    first = signed_in.get(f"{address('brief_contents', brief)}?moved=city-{names[0]}-up").text

    assert re.findall(r"<button[^>]*autofocus>(\w+)", page) == ["Up"]
    assert re.findall(r"<button[^>]*autofocus>(\w+)", first) == ["Down"]


def test_parts_are_printed_in_their_order_key_messages_first_and_method_last(brief):
    def printed():
        document = build_brief(fresh(brief), as_of=brief.changed_at)
        return [chapter.key for chapter in chapters_of(document)]

    before = printed()
    moved = move(brief, kind="section", thing="recommendations", past="context", up=True)

    assert before == [
        "context", "project", "findings", "people", "matrix", "recommendations", "method",
    ]  # fmt: skip
    assert moved
    assert printed() == [
        "recommendations", "context", "project", "findings", "people", "matrix", "method",
    ]  # fmt: skip
    assert not move(brief, kind="section", thing="method", past="context", up=True)


def test_what_two_organisers_do_at_once_ends_well(brief):
    a, b, c = order(brief, "city")

    move(brief, kind="city", thing=c, past=b, up=True)  # both saw a, b, c
    move(brief, kind="city", thing=a, past=b, up=False)

    assert order(brief, "city") == [c, b, a]
    assert not move(brief, kind="city", thing="999", past=b, up=True)


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "x"}, {"kind": "city", "thing": "'", "past": "\x00"},
     {"kind": "finding", "thing": "9" * 60, "past": "1"}, {"kind": "city", "thing": "x" * 61}],
)  # fmt: skip
@pytest.mark.parametrize("deed", ["move", "add", "remove"])
def test_a_post_written_by_hand_changes_nothing(signed_in, brief, data, deed):
    before = [order(brief, kind) for kind in KINDS]

    response = signed_in.post(address(f"contents_{deed}", brief), data)

    assert response.status_code == 302
    assert [order(brief, kind) for kind in KINDS] == before


def test_a_city_is_taken_in_at_the_end_and_out_again(signed_in, brief, project):
    place = make_project_city(project, city=make_city(name="Zadar"))
    data = {"kind": "city", "thing": place.pk}

    signed_in.post(address("contents_add", brief), data)
    taken_in = order(brief, "city")
    signed_in.post(address("contents_remove", brief), data)

    assert taken_in[-1] == str(place.pk)
    assert order(brief, "city") == taken_in[:-1]


def test_the_cover_keeps_the_order_of_what_stays(signed_in, brief):
    a, b, c = order(brief, "city")
    move(brief, kind="city", thing=c, past=a, up=True)

    signed_in.post(address("brief_edit", brief), typed(BriefForm(instance=fresh(brief))))

    assert order(brief, "city") == [c, a, b]


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_as_much_for_many_things_as_for_few(
    signed_in, brief, project, more, django_assert_max_num_queries
):
    for number in range(more):
        finding = project.findings.create(title=f"More {number}")
        finding.briefs.add(brief, through_defaults={"order": 50 + number})

    with django_assert_max_num_queries(20):
        signed_in.get(address("brief_contents", brief))


def test_the_city_writes_its_box_and_too_many_words_or_actions_are_refused(client, suva):
    client.force_login(make_officer(suva.project_city))
    here = address("city_box", suva.brief, "suva")
    actions = suva.project_city.recovery_plan.actions.all()
    form = CityBoxForm(instance=suva, actions=actions)

    saved = client.post(here, typed(form, vision="Ours.", flagship_actions=list(actions[:2])))
    again = CityBoxForm(instance=fresh(suva), actions=actions)
    refused = client.post(here, typed(again, vision="word " * 61))

    assert saved.status_code == 302
    assert refused.context["form"].errors["vision"] == ["At most 60 words; this has 61."]
    suva = fresh(suva)
    assert (suva.vision, suva.flagship_actions.count(), suva.version) == ("Ours.", 2, 2)
    assert Change.objects.of(suva).filter(field="vision").get().after == "Ours."


def test_the_focal_point_confirms_what_was_read(client, suva, focal_point):
    client.force_login(focal_point)
    [deed] = [deed for deed in home_page_of(focal_point).deeds if "box" in deed.text]
    page = client.get(deed.url)
    data = dict(re.findall(r'name="(version|revision)" value="(\d+)"', page.text))

    client.post(address("city_box_confirm", suva.brief, "suva"), data)

    suva = fresh(suva)
    assert (suva.confirmed_by, status(suva)) == (focal_point, "confirmed")
    assert [deed for deed in home_page_of(focal_point).deeds if "box" in deed.text] == []
    plan_page = client.get(reverse("briefs:plan_boxes", args=[suva.project_city.recovery_plan.pk]))
    assert "confirmed by the city" in plan_page.text


def test_what_changed_after_it_was_read_is_not_confirmed(suva, focal_point):
    plan = suva.project_city.recovery_plan
    with pytest.raises(BoxHasMoved):
        confirm_box(suva, version=suva.version + 1, revision=plan.published_id, by=focal_point)
    with pytest.raises(BoxHasMoved):
        confirm_box(suva, version=suva.version, revision=None, by=focal_point)
    assert status(fresh(suva)) == "open"


def test_a_confirmation_goes_stale_with_the_plan_and_with_the_text(suva, focal_point, organiser):
    suva = confirmed(suva, focal_point)
    publish(suva.project_city.recovery_plan)
    stale = status(fresh(suva))
    edition = make_edition(suva.brief, by=organiser)
    suva = confirmed(fresh(suva), focal_point)
    confirmed_again = status(suva)
    form = CityBoxForm(
        typed(CityBoxForm(instance=suva, actions=suva.flagship_actions), vision="Other words."),
        instance=suva, actions=suva.flagship_actions,
    )  # fmt: skip
    assert form.is_valid()
    form.save_by(organiser)

    assert (stale, confirmed_again) == ("stale", "confirmed")
    assert status(fresh(suva)) == "changed"
    assert unconfirmed_boxes(BriefDocument.from_json(edition.content)) == [
        ("Suva", "the plan has changed since the city confirmed it")
    ]


def test_the_page_of_an_edition_says_which_boxes_were_not_confirmed(signed_in, suva, organiser):
    make_edition(suva.brief, by=organiser)

    page = signed_in.get(address("edition_detail", suva.brief, 1)).text

    assert "<bdi>Suva</bdi>: to be confirmed by the city" in page


def test_an_edition_that_names_what_there_is_not_is_not_published(signed_in, brief, organiser):
    brief.sections.filter(key="context").update(text="[[figure:lost]]")
    edition = make_edition(brief, by=organiser)

    with pytest.raises(EditionIsBroken, match=r"Context: \[\[figure:lost\]\]"):
        publish_edition(edition, by=organiser)

    assert fresh(edition).state == Edition.State.DRAFT
    page = signed_in.get(address("edition_detail", brief, 1)).text
    assert "<code>[[figure:lost]]</code>" in page


def test_boxes_are_seen_by_their_city_and_the_project(suva, organiser, other_officer, nobody):
    def sees(user):
        return BriefCity.objects.visible_to(user).filter(pk=suva.pk).exists()

    assert [sees(organiser), sees(other_officer), sees(nobody)] == [True, False, False]
    assert Brief.objects.visible_to(make_officer(suva.project_city)).count() == 0
