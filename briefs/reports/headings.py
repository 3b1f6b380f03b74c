"""The headings that a new report begins with: the project's own, else those shipped."""

from __future__ import annotations

from django.utils.translation import gettext as _

from briefs.labels import in_language
from briefs.models import HeadingKind, ReportHeadingTemplate
from projects.models import Project


def template_of(project: Project, language: str) -> list[ReportHeadingTemplate]:
    """As the project has set them; not yet set, the shipped ones in the language, unsaved."""
    own = list(project.report_headings.order_by("order", "pk"))
    return own or shipped_headings(project, language)


def shipped_headings(project: Project, language: str) -> list[ReportHeadingTemplate]:
    with in_language(language):
        return [
            ReportHeadingTemplate(
                project=project, order=order, kind=kind, title=title, guidance=guidance
            )
            for order, (kind, title, guidance) in enumerate(shipped(), 1)
        ]


def shipped() -> list[tuple[str, str, str]]:
    return [
        (HeadingKind.TEXT, _("Summary"), _("What was done in the period, and what came of it.")),
        (HeadingKind.WORKSHOPS, _("Workshops and participants"), ""),
        (HeadingKind.PLANS, _("Recovery plans"), ""),
        (HeadingKind.INDICATORS, _("Project indicators"), ""),
        (HeadingKind.EVALUATION, _("What participants said"), ""),
        (HeadingKind.RECOMMENDATIONS, _("Recommendations and their validation"), ""),
        (HeadingKind.PUBLICATIONS, _("Publications"), ""),
        (HeadingKind.TEXT, _("Challenges and lessons"), _("What was hard, and what to do better.")),
        (HeadingKind.TEXT, _("Next steps"), _("What is planned for the next period.")),
        (HeadingKind.MISSING, _("What is not known"), ""),
    ]
