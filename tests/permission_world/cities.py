"""Where the pages of `cities` stand."""

from django.core.files.base import ContentFile
from django.utils import timezone

from cities.report import build_report
from tests.factories import make_diagnostic, make_fact, make_practice


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
