"""The report of a project for a period: what it counts, and the files that are made of it."""

import datetime
import io
from decimal import Decimal

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from briefs.models import HeadingKind, ReportExport, ReportHeading
from briefs.reports import ReportDocument, build_report
from briefs.reports.files import pdf_of, report_html, word_of, xlsx_of
from briefs.reports.forms import TemplateForms
from briefs.reports.headings import template_of
from briefs.reports.services import (
    add_heading,
    begin_report,
    move_heading,
    render_report_file,
    report_file_name,
    request_report_file,
    save_template,
)
from briefs.services import make_edition, publish_edition
from briefs.tasks import make_report_file
from documents.word import read_word
from participants.models import Registration
from recommendations.models import Recommendation
from recovery_plans.models import Money
from tests.brief_factories import make_record, make_rich_brief
from tests.factories import (
    make_action,
    make_plan,
    make_project_city,
    make_registration,
    make_workshop,
)
from tests.test_briefs_print import assert_accessible, assert_no_page_is_blank
from tests.typing_people import typed

YEAR = {"starts_on": datetime.date(2022, 1, 1), "ends_on": datetime.date(2022, 12, 31)}


@pytest.fixture
def report(project, organiser):
    return begin_report(project, title="Report 2022", language="en", by=organiser, **YEAR)


def built(report):
    return build_report(report, as_of=timezone.now())


def figures(report):
    return {figure.key: figure.value for figure in built(report).figures}


def table(report, key):
    return next(each for each in built(report).tables if each.key == key)


@pytest.fixture
def rich(project, organiser, report):
    """Two workshops of the period, one of them signed off, and one before it; plans; a round."""
    brief = make_rich_brief(project)
    project.workshops.filter(title="First workshop").update(starts_on="2022-03-01", state="closed")
    project.workshops.filter(title="Second workshop").update(state="closed")
    before = make_workshop(project, title="Before", starts_on="2021-12-31", state="closed")
    make_record(before, female=3, male=4)
    project.rounds.update(closed_at="2022-09-01T10:00Z")
    publish_edition(make_edition(brief, by=organiser), by=organiser)
    brief.editions.update(published_at="2022-12-31T23:59Z")
    return report


def test_every_figure_is_counted_from_the_rows_of_the_period(rich, project):
    second = project.workshops.get(title="Second workshop")
    counted = Registration.objects.filter(
        workshop=second, role__in=["participant", "observer"], state="confirmed"
    )
    men = 15 + counted.filter(gender="male").count()
    women = 11 + counted.filter(gender="female").count()

    assert figures(rich) == {
        "workshops": "2",
        "attendances": f"{men + women} ({men}/{women})",
        "people": "3 (2/1)",  # those of the source have no names
        "signed-off": "1 of 2",
        "plans": "3 of 3",
        "plans-published": "2 of 3",
        "plans-adopted": "1 of 2",
        "indicators-reported": "0 of 0",
        "indicators-reached": "0 of 0",
        "evaluated": "0 of 2",
        "validated": "1 of 4",
        "acted-on": "2 of 4",
        "rounds": "1",
        "publications": "1",  # the revisions of plans were made after the period
        "missing": str(len(table(rich, "missing").rows)),
    }


def test_one_more_row_changes_the_figures_that_count_it_and_no_other(rich, project):
    before = figures(rich)
    second = project.workshops.get(title="Second workshop")

    make_registration(second, gender="female", city_name="Nadi", attendance="fully")

    now = figures(rich)
    assert {key for key in now if now[key] != before[key]} == {"attendances", "people"}


def test_money_of_different_currencies_is_never_added(project, report):
    for currency, amount in [("FJD", 100), ("INR", 7), ("FJD", "0.5")]:
        plan = make_plan(project, project_city=make_project_city(project), currency=currency)
        action = make_action(plan, costing="estimate")
        Money.objects.create(action=action, kind="cost", amount=amount)

    money = table(report, "money")

    assert [(row[0], row[2]) for row in money.rows] == [("FJD", "100.5"), ("INR", "7")]
    assert money.note == "Amounts in different currencies are not added."


def test_a_workshop_of_an_unknown_day_counts_where_the_report_says_so(project, report):
    undated = make_workshop(project, title="Some day", state="closed")
    make_record(undated, female=1, male=0)
    alone = table(report, "missing").rows[0]
    report.undated_workshops.add(undated)

    assert alone[:2] == ("Day of the workshop: it is counted in no period", "Some day")
    assert figures(report)["attendances"] == "1 (0/1)"
    assert table(report, "missing").rows[0][0].endswith("because this report says so")


def test_indicators_stand_at_the_last_value_of_the_period(project, report):
    indicator = project.indicators.create(
        code="IA 1", title="Cities with a plan", unit="cities", baseline=0, target=5
    )
    for on, value in [("2021-11-30", 1), ("2022-11-30", Decimal("5.5")), ("2023-02-01", 9)]:
        indicator.values.create(on=on, value=value, source="Records")
    project.indicators.create(title="Bare")

    shown = [row[:1] + row[7:10] for row in table(report, "indicators").rows]
    gaps = [row[0] for row in table(report, "missing").rows if "Bare" in row[1]]

    assert shown == [("IA 1", "5.5", "2022-11-30", "Records"), ("", None, "", "")]
    assert figures(report)["indicators-reached"] == "1 of 1"
    assert gaps == [
        "Baseline of the indicator", "Target of the indicator",
        "Value of the indicator in the period",
    ]  # fmt: skip


def test_an_evaluation_says_n_of_how_many_and_hides_what_too_few_said(project, report):
    workshop = make_workshop(project, starts_on="2022-05-01", state="closed")
    make_record(workshop, female=8, male=11)
    shared = {"workshop": workshop, "source": "Form"}
    results = workshop.evaluation_results
    results.create(order=1, question="A", mean="4.30", scale="1 to 5", answered=17, **shared)
    results.create(
        order=2, question="B", kind="shares", answers="Very useful: 12\nUseful: 4", answered=16,
        **shared,
    )  # fmt: skip
    results.create(order=3, question="C", mean="1.50", scale="1 to 5", answered=4, **shared)

    said = [row[1:5] for row in table(report, "evaluation").rows]

    assert said == [
        ("A", "4.3 on the scale 1 to 5", "17 of 19", "4.3"),
        ("B", "Very useful: 12 (75 %); Useful: 4 (25 %)", "16 of 19", ""),
        ("C", "too few to show", "4 of 19", ""),
    ]
    assert "1.5" not in str(built(report).to_json()["parts"][4])


def test_the_same_report_is_made_once_and_a_changed_one_again(rich, organiser, project):
    first = request_report_file(rich, format="pdf", by=organiser)
    again = request_report_file(rich, format="pdf", by=organiser)
    other = request_report_file(rich, format="docx", by=organiser)
    ReportHeading.objects.filter(report=rich, kind="text").update(text="Written.")
    rewritten = request_report_file(rich, format="pdf", by=organiser)
    make_registration(project.workshops.get(title="Second workshop"), gender="male")
    recounted = request_report_file(rich, format="pdf", by=organiser)

    assert first == again
    assert len({first, other, rewritten, recounted}) == 4
    assert ReportDocument.from_json(first.content).checksum == first.checksum


def test_the_pdf_is_accessible_and_holds_the_tables_as_data(rich):
    ReportHeading.objects.filter(report=rich, order=1).update(text="**Done** in 2022.")
    document = built(rich)

    made = pdf_of(document, document.checksum)
    reader = pypdf.PdfReader(io.BytesIO(made.content))
    text = "\n".join(page.extract_text() for page in reader.pages)

    assert_accessible(made.content)
    assert_no_page_is_blank(reader)
    assert {"Report 2022", "29 (17/12)", "Done in 2022."} <= {
        words for words in ("Report 2022", "29 (17/12)", "Done in 2022.") if words in text
    }
    assert set(reader.attachments) == {f"{each.key}.csv" for each in document.tables}


def test_word_and_sheets_say_what_the_pdf_says(rich):
    document = built(rich)

    word = read_word(word_of(document, document.checksum).content)
    sheets = load_workbook(io.BytesIO(xlsx_of(document, document.checksum).content))
    printed = report_html(document, document.checksum)

    said = str(word)
    assert all(figure.value in printed for figure in document.figures)
    assert all(table.caption in said and table.caption in printed for table in document.tables)
    assert sheets["About"]["B2"].value == "Report 2022"
    rows = list(sheets["Workshops and their participant"].iter_rows(values_only=True))
    assert rows[1][5:8] == (26, 15, 11)


def test_a_file_is_made_by_a_job_and_taken_under_a_good_name(client, rich, organiser):
    client.force_login(organiser)
    code = rich.project.code
    to = reverse("briefs:report_file_make", args=[code, rich.pk])

    watch = client.post(to, {"format": "xlsx"}).url
    export = ReportExport.objects.get()
    make_report_file(export.pk)
    taken = client.get(f"{watch}download/")

    assert taken["Content-Disposition"].endswith(f'"{report_file_name(export)}"')
    assert report_file_name(export).endswith("-report-2022-01-01-2022-12-31-en.xlsx")
    assert b"Ready to download" in client.get(watch).content


HOSTILE = "{{ settings }} {0} %s %(a)s <script>alert(1)</script> =1+1 ![x](http://a/b.png)"


def test_hostile_text_is_only_text_in_every_format(rich, project):
    ReportHeading.objects.filter(report=rich).update(title=HOSTILE, text=HOSTILE)
    project.workshops.update(title=f"={HOSTILE}")
    project.indicators.create(title=HOSTILE, unit="{x}")
    Recommendation.objects.update(addressee="=cmd()")
    document = built(rich)

    made = [make(document, document.checksum).content for make in (pdf_of, word_of, xlsx_of)]
    sheets = load_workbook(io.BytesIO(made[2]))
    page = report_html(document, document.checksum)

    kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "<script>alert" not in page
    assert "b.png" not in page.replace(HOSTILE, "").split("<img")[-1] or "<img" not in page


def test_a_report_of_nothing_is_made_in_every_format(report):
    report.headings.all().delete()
    document = built(report)

    pages = [make(document, document.checksum).pages for make in (pdf_of, word_of, xlsx_of)]

    assert pages[0] is not None
    assert document.tables == ()


def test_a_report_costs_the_same_for_one_row_and_for_three(project, report):
    def add(name):
        workshop = make_workshop(project, title=name, starts_on="2022-05-01", state="closed")
        make_registration(workshop, gender="male")
        workshop.evaluation_results.create(
            question="Q", mean=4, scale="1 to 5", answered=9, source="F"
        )
        make_action(make_plan(project, project_city=make_project_city(project)))
        project.indicators.create(title=name).values.create(on="2022-06-01", value=1, source="R")

    add("One")
    built(report)
    with CaptureQueriesContext(connection) as for_one:
        built(report)
    add("Two")
    add("Three")
    with CaptureQueriesContext(connection) as for_three:
        built(report)

    assert len(for_three) == len(for_one) <= 45


def test_lists_cost_the_same_for_one_row_and_for_three(
    client, organiser, project, report, django_assert_num_queries
):
    client.force_login(organiser)
    reports = reverse("briefs:report_list", args=[project.code])
    indicators = reverse("projects:indicator_list", args=[project.code])
    project.indicators.create(title="A")
    client.get(reports)

    for _more in range(2):
        with django_assert_num_queries(7):
            client.get(reports)
        with django_assert_num_queries(7):
            client.get(indicators)
        for name in ("B", "C"):
            begin_report(project, title=name, language="en", by=organiser, **YEAR)
            project.indicators.create(title=name)


def test_a_period_that_ends_before_it_begins_is_refused_and_nothing_typed_is_lost(
    client, organiser, project
):
    client.force_login(organiser)
    wrong = {"title": "R", "starts_on": "2022-12-31", "ends_on": "2022-01-01", "language": "en"}

    page = client.post(reverse("briefs:report_add", args=[project.code]), wrong)

    assert page.context["form"].errors["ends_on"] == ["The last day is before the first."]
    assert page.context["form"]["title"].value() == "R"
    assert not project.reports.exists()


def test_a_heading_is_written_moved_added_and_removed(client, organiser, project, report):
    client.force_login(organiser)
    first, second = report.headings.order_by("order")[:2]
    edit = reverse("briefs:report_heading_edit", args=[project.code, report.pk, first.pk])
    form = client.get(edit).context["form"]

    client.post(edit, typed(form, title="In short", text="Done."))
    move_heading(second, up=True)
    added = add_heading(report, title="Annex", kind=HeadingKind.TEXT, by=organiser)
    client.post(reverse("briefs:report_heading_remove", args=[project.code, report.pk, second.pk]))

    titles = list(report.headings.order_by("order").values_list("title", "text"))
    assert titles[0] == ("In short", "Done.")
    assert [title for title, _text in titles][-2:] == ["Annex", "What is not known"]
    assert added.kind == "text"
    assert second.title not in dict(titles)


def test_new_reports_begin_with_the_headings_that_the_project_has_set(
    client, organiser, project, report
):
    client.force_login(organiser)
    to = reverse("briefs:report_template", args=[project.code])
    shown = client.get(to).context["rows"].forms
    posted = {
        f"{row.prefix}-{name}": row[name].value() or "" for row in shown for name in row.fields
    }
    posted |= {"row0-title": "In short", "row1-title": "", "row2-place": "1", "row0-place": "2"}

    answer = client.post(to, posted)
    new = begin_report(project, title="Next", language="en", by=organiser, **YEAR)

    assert answer.status_code == 302
    assert [one.title for one in new.headings.order_by("order")][:3] == [
        "Recovery plans", "In short", "Project indicators",
    ]  # fmt: skip
    assert report.headings.order_by("order").first().title == "Summary"


def test_a_template_without_headings_falls_back_on_the_shipped_ones(project):
    save_template(project, headings=[])

    assert [one.title for one in template_of(project, "en")][0] == "Summary"
    assert len(TemplateForms(project, [], None).forms) == 2


def test_the_file_is_made_from_its_frozen_content_alone(report, organiser):
    export = request_report_file(report, format="docx", by=organiser)
    kept = {}

    class Progress:
        def __call__(self, step, percent):
            pass

        def keep(self, **fields):
            kept.update(fields)

        def keep_file(self, name, content):
            kept[name] = content

    report.headings.all().delete()
    render_report_file(export, Progress())

    assert "Summary" in str(read_word(kept[report_file_name(export)]))
