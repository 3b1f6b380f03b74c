"""Facts, diagnostics and practices of cities: entered, published, found, and printed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from cities.models import Diagnostic, DiagnosticExport, ProfileFact
from cities.report import ReportText, build_report
from cities.services import (
    NotRatedYet,
    begin_diagnostic,
    file_name,
    publish_diagnostic,
    report_html,
    request_report,
)
from cities.tasks import make_diagnostic_file
from cities.word import report_word
from documents.word import read_word
from frameworks.models import DiagnosticLink
from jobs.models import Job
from tests.factories import make_diagnostic, make_fact, make_practice, make_project_city, make_user
from tests.typing_people import typed


@pytest.fixture
def place(plan):
    return plan.project_city


@pytest.fixture
def diagnostic(place):
    return make_diagnostic(place)


def address(page, diagnostic, **more):
    place = diagnostic.project_city
    return reverse(
        f"cities:{page}", kwargs={"code": place.project.code, "slug": place.city.slug, **more}
    )


def rate(diagnostic, rating="moderate", **fields):
    diagnostic.ratings.update(rating=rating, **fields)
    return diagnostic


def test_a_fact_needs_its_unit_date_and_source(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_fact(place.city, source="")


def test_an_officer_enters_a_fact_and_the_city_page_shows_it(client, officer, place):
    client.force_login(officer)
    to = reverse("cities:fact_add", args=[place.project.code, place.city.slug])

    client.post(to, {"label": "Population", "value": "93,970", "unit": "people", "on": "2017",
                     "source": "Census 2017"})  # fmt: skip
    shown = client.get(reverse("desk:city_detail", args=[place.city.slug]))

    assert ProfileFact.objects.get().value == "93,970"
    assert "Census 2017" in shown.content.decode()


def test_a_fact_without_a_source_says_so_at_the_field_and_keeps_the_rest(client, officer, place):
    client.force_login(officer)
    to = reverse("cities:fact_add", args=[place.project.code, place.city.slug])

    response = client.post(to, {"label": "Area", "value": "26", "unit": "km²", "on": "2020"})

    assert response.context["form"].errors["source"] == ["This field is required."]
    assert response.context["form"]["value"].value() == "26"
    assert not ProfileFact.objects.exists()


def test_a_diagnostic_is_begun_once(place, officer):
    first = begin_diagnostic(place, by=officer)
    second = begin_diagnostic(place, by=officer)

    assert first == second


def test_a_diagnostic_is_published_once_each_dimension_is_rated(diagnostic):
    with pytest.raises(NotRatedYet):
        publish_diagnostic(diagnostic)

    publish_diagnostic(rate(diagnostic, "no_data"))

    assert Diagnostic.objects.get().published_at is not None


def test_an_officer_rates_a_dimension_and_an_indicator(client, officer, diagnostic):
    client.force_login(officer)
    rating = diagnostic.ratings.get()
    to = address("dimension_edit", diagnostic, dimension=rating.dimension.code)
    indicator = rating.dimension.indicators.get()
    form = client.get(to).context["form"]

    client.post(to, {
        **typed(form, rating="weak", evidence="One mill employs *half* the town."),
        f"rating-{indicator.pk}": "weak", f"note-{indicator.pk}": "One employer",
    })  # fmt: skip

    report = build_report(diagnostic)
    assert report.dimensions[0].rating_words == "weak"
    assert report.dimensions[0].indicators[0].note == "One employer"


def test_an_indicator_is_taken_out_by_an_empty_rating(client, officer, diagnostic):
    client.force_login(officer)
    indicator = diagnostic.ratings.get().dimension.indicators.get()
    diagnostic.indicator_ratings.create(indicator=indicator, rating="weak")
    to = address("dimension_edit", diagnostic, dimension=indicator.dimension.code)
    form = client.get(to).context["form"]

    client.post(to, {**typed(form), f"rating-{indicator.pk}": "", f"note-{indicator.pk}": ""})

    assert not diagnostic.indicator_ratings.exists()


def test_no_data_is_not_the_lowest_rating(diagnostic):
    without = build_report(rate(diagnostic, "no_data")).dimensions[0]
    lowest = build_report(rate(diagnostic, "weak")).dimensions[0]

    assert without.bar is None
    assert lowest.bar.label == "Business environment: weak, step 1 of 5"


@pytest.mark.parametrize("facts", [1, 3])
def test_the_page_of_a_diagnostic_takes_ten_queries(
    client, officer, diagnostic, django_assert_num_queries, facts
):
    for _ in range(facts):
        make_fact(diagnostic.project_city.city)
    client.force_login(officer)

    with django_assert_num_queries(10):
        response = client.get(address("diagnostic_detail", diagnostic))

    assert len(response.context["report"].facts) == facts


@pytest.mark.parametrize("ending", ["exe", "svg"])
def test_evidence_is_told_by_its_content(client, officer, diagnostic, ending):
    client.force_login(officer)
    content = {"exe": b"MZ\x90\x00" + bytes(range(256)), "svg": b"<svg onload='x'/>"}[ending]
    file = SimpleUploadedFile("report.pdf", content)

    response = client.post(
        address("diagnostic_file_add", diagnostic), {"title": "Report", "file": file}
    )

    assert "cannot be taken" in response.context["form"].errors["file"][0]
    assert not diagnostic.files.exists()


def test_evidence_is_kept_and_given_back(client, officer, diagnostic):
    client.force_login(officer)
    file = SimpleUploadedFile("census.pdf", b"%PDF-1.7 made up")

    client.post(address("diagnostic_file_add", diagnostic), {"title": "Census", "file": file})
    kept = diagnostic.files.get()
    response = client.get(address("diagnostic_file", diagnostic, pk=kept.pk))

    assert b"".join(response.streaming_content) == b"%PDF-1.7 made up"


def full_report(diagnostic):
    rate(diagnostic, "moderate_to_weak", evidence="## Mills\n\nOne mill.", source="Survey 2021")
    indicator = diagnostic.ratings.get().dimension.indicators.get()
    diagnostic.indicator_ratings.create(indicator=indicator, rating="weak", note="One employer")
    make_fact(diagnostic.project_city.city, is_estimate=True)
    Diagnostic.objects.filter(pk=diagnostic.pk).update(
        carried_out="May 2021", method="Three workshops.", expert="The university",
        expert_comment="Spread the risk.",
    )  # fmt: skip
    return build_report(Diagnostic.objects.get(pk=diagnostic.pk))


EVERYTHING = [
    "moderate to weak", "One mill.", "Survey 2021", "One employer", "93,970", "Census 2017",
    "May 2021", "Three workshops.", "The university", "Spread the risk.",
]  # fmt: skip


def test_the_report_says_all_of_the_diagnostic_on_page_and_in_word(client, officer, diagnostic):
    report = full_report(diagnostic)
    client.force_login(officer)

    on_page = client.get(address("diagnostic_detail", diagnostic)).content.decode()
    read = read_word(io.BytesIO(report_word(report)))
    in_word = "\n".join([*read.blocks.values(), *read.unmatched])

    assert [text for text in EVERYTHING if text not in on_page] == []
    assert [text for text in EVERYTHING if text not in in_word] == []


def test_the_report_comes_back_from_its_frozen_content(diagnostic):
    report = full_report(diagnostic)

    assert ReportText.from_json(report.to_json()) == report


def test_the_printed_report_is_accessible(diagnostic):
    from documents.pdf import render_pdf  # WeasyPrint is slow to import

    report = full_report(diagnostic)

    pdf = render_pdf(report_html(report), identifier=b"report")

    assert pdf == render_pdf(report_html(report), identifier=b"report")
    assert pdf.startswith(b"%PDF-")


def test_two_clicks_make_one_file_and_a_changed_text_another(officer, diagnostic):
    first = request_report(diagnostic, format="pdf", by=officer)
    again = request_report(diagnostic, format="pdf", by=officer)
    rate(diagnostic, "strong")
    changed = request_report(diagnostic, format="pdf", by=officer)

    assert first == again
    assert changed != first
    assert DiagnosticExport.objects.count() == 2


def test_a_file_made_is_downloaded_under_a_good_name(client, officer, diagnostic):
    export = request_report(rate(diagnostic), format="docx", by=officer)
    make_diagnostic_file(export.pk)
    export.refresh_from_db()
    client.force_login(officer)

    response = client.get(address("report_download", diagnostic, pk=export.pk))

    assert export.state == Job.State.DONE
    assert file_name(export) in response["Content-Disposition"]


def test_practices_are_found_by_pathway_and_words(client, project):
    pathway = project.framework.pathways.first()
    found = make_practice(project, title="Raised market", is_published=True)
    found.pathways.add(pathway)
    make_practice(project, title="Raised kerb", deed="Kerbs.", is_published=True)
    make_practice(project, title="Raised voices")
    to = reverse("cities:practice_list", args=[project.code])

    by_pathway = client.get(to, {"pathway": pathway.code}).context["page"]
    by_words = client.get(to, {"words": "market stood"}).context["page"]
    public = client.get(to).context["page"]

    assert list(by_pathway) == [found]
    assert list(by_words) == [found]
    assert len(public) == 2


@pytest.mark.parametrize("practices", [1, 3])
def test_the_list_of_practices_takes_five_queries(
    client, project, django_assert_num_queries, practices
):
    for _ in range(practices):
        make_practice(project, is_published=True)

    with django_assert_num_queries(5):
        client.get(reverse("cities:practice_list", args=[project.code]))


def test_an_officer_adds_a_practice_of_the_own_city_only(client, officer, place, project):
    other = make_project_city(project)
    client.force_login(officer)
    to = reverse("cities:practice_add", args=[project.code])
    words = {"title": "Raised market", "problem": "Floods", "deed": "Raised", "source": "Report"}

    refused = client.post(to, {**words, "city": other.city.pk})
    taken = client.post(to, {**words, "city": place.city.pk})

    assert "city" in refused.context["form"].errors
    assert taken.status_code == 302


def test_who_describes_a_city(place, officer, other_officer, organiser, facilitator):
    people = [officer, other_officer, organiser, facilitator, make_user()]

    assert [place.can_be_described_by(one) for one in people] == [True, False, True, False, False]


def test_what_staff_have_linked_stands_beside_the_pathway(client, officer, plan, diagnostic):
    rate(diagnostic, "weak")
    dimension = diagnostic.ratings.get().dimension
    pathway = plan.framework.pathways.first()
    DiagnosticLink.objects.create(pathway=pathway, dimension=dimension, note="One mill")
    client.force_login(officer)

    linked = client.get(reverse("recovery_plans:section_edit", args=[plan.pk, pathway.code]))
    other = plan.framework.pathways.last()
    unlinked = client.get(reverse("recovery_plans:section_edit", args=[plan.pk, other.code]))

    assert [one.rating for one in linked.context["diagnosed"]] == ["weak"]
    assert unlinked.context["diagnosed"] == []


def test_a_pathway_is_linked_to_a_dimension_once(diagnostic, plan):
    link = {
        "pathway": plan.framework.pathways.first(),
        "dimension": diagnostic.ratings.get().dimension,
    }
    DiagnosticLink.objects.create(**link)

    with pytest.raises(IntegrityError), transaction.atomic():
        DiagnosticLink.objects.create(**link)
