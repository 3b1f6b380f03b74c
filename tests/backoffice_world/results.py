"""Recommendations and briefs."""

from django.utils import timezone

from briefs import models as briefs
from recommendations import models as recommendations
from tests import factories
from tests.backoffice_world.world import DAY, World, user
from tests.brief_factories import make_brief
from tests.factories import number


def report(world):
    return briefs.ProjectReport.objects.create(
        project=world.project, title="Report", starts_on=DAY, ends_on=DAY
    )


def brief_without_parts(world):
    return briefs.Brief.objects.create(
        project=world.project, title="Brief", slug=f"brief-{next(number)}"
    )


FIELDS = {
    recommendations.Finding: lambda w: {
        "project": w.project, "title": "Found", "workshop": w.workshop(),
    },
    recommendations.ValidationRound: lambda w: {
        "project": w.project, "title": "Round", "workshop": w.workshop(),
    },
    recommendations.Answer: lambda w: {
        "item": w.round_wording(), "registration": w.registration(), "position": "support",
    },
    recommendations.ActionResponse: lambda w: {
        "recommendation": w.wording().recommendation, "action": w.action(), "by": user(),
    },
    briefs.BriefCity: lambda w: {
        "brief": brief_without_parts(w), "project_city": factories.make_project_city(w.project),
    },
    briefs.BriefFinding: lambda w: {
        "brief": brief_without_parts(w),
        "finding": recommendations.Finding.objects.create(project=w.project, title="F"),
    },
    briefs.BriefRecommendation: lambda w: {
        "brief": brief_without_parts(w), "recommendation": w.wording().recommendation,
    },
    briefs.BriefSection: lambda w: {
        "brief": brief_without_parts(w), "key": "context", "order": 1, "title": "Context",
    },
    recommendations.FindingFile: lambda w: {
        "finding": recommendations.Finding.objects.create(project=w.project, title="F"),
        "title": "Notes", "file": "findings/notes.pdf",
    },
    recommendations.RoundLink: lambda w: {
        "round": w.round_wording().round, "registration": w.registration(),
        "token_hash": f"{next(number)}",
    },
    recommendations.Reply: lambda w: {
        "answer": recommendations.Answer.objects.create(
            item=w.round_wording(), registration=w.registration(), position="support",
            comment="Yes.",
        ),
        "verdict": "accepted",
    },
    briefs.BlockTranslation: lambda w: {
        "brief": brief_without_parts(w), "key": "title", "text": "Titre",
    },
    briefs.TranslationReturn: lambda w: {"brief": brief_without_parts(w), "name": "a.docx"},
    briefs.Withdrawal: lambda w: {"edition": w.edition(), "reason": "A wrong figure."},
    briefs.ClearanceStep: lambda w: {"brief": brief_without_parts(w), "unit": "Editorial unit"},
    briefs.WordReturn: lambda w: {"edition": (edition := w.edition()), "brief": edition.brief},
    briefs.FileOfRecord: lambda w: {
        "edition": w.edition(), "number": 1, "address": "https://example.org/brief.pdf",
    },
    briefs.ReportHeadingTemplate: lambda w: {
        "project": w.project, "order": 1, "title": "Summary",
    },
    briefs.ReportHeading: lambda w: {"report": report(w), "order": 1, "title": "Summary"},
    briefs.ReportExport: lambda w: {
        "report": report(w), "content": {}, "checksum": f"{next(number)}", "format": "pdf",
        "as_of": timezone.now(), "asked_by": user(),
    },
    briefs.BriefExport: lambda w: {
        "edition": w.edition(), "format": "pdf", "asked_by": user(),
    },
}  # fmt: skip
MADE = {
    recommendations.Recommendation: lambda w: w.wording().recommendation,
    recommendations.Wording: World.wording,
    recommendations.RoundWording: World.round_wording,
    briefs.Brief: lambda w: make_brief(w.project),
    briefs.ProjectReport: lambda w: report(w),
    briefs.Edition: World.edition,
}
