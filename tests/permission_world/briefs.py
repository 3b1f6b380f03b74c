"""Where the pages of `briefs` stand."""

from django.core.files.base import ContentFile

from accounts.models import User
from briefs.models import Brief, BriefExport, Edition
from briefs.reports.services import begin_report, request_report_file
from briefs.returned.reading import Returned
from briefs.returned.staging import written
from briefs.services import make_edition, publish_edition
from briefs.translations.deeds import begin_translation


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
