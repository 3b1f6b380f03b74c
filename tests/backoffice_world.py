"""One row more of every model that the back office lists, each with all that its row names."""

import datetime
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts import models as accounts
from briefs import models as briefs
from cities import models as cities
from desk import models as desk
from frameworks import models as frameworks
from jobs import models as jobs
from participants import models as participants
from projects import models as projects
from recommendations import models as recommendations
from recovery_plans import models as plans
from tests import factories
from tests.brief_factories import make_brief, make_recommendation
from tests.factories import number
from workshops import models as workshops
from writing import models as writing

DAY = datetime.date(2022, 8, 24)


class World:
    """Makes rows in one project; each call makes another row with parts of its own."""

    def __init__(self, project):
        self.project = project

    def plan(self):
        return factories.make_plan(self.project)

    def action(self):
        plan = self.plan()
        lead = self.organisation()
        return factories.make_action(plan, lead=lead)

    def organisation(self):
        name = f"Organisation {next(number)}"
        return projects.Organisation.objects.create(
            project=self.project, name=name, name_key=name.lower()
        )

    def workshop(self):
        return factories.make_workshop(self.project, city=factories.make_city())

    def registration(self):
        country = factories.make_country()
        return factories.make_registration(self.workshop(), country=country)

    def wording(self):
        taken = self.project.recommendations.count()
        return make_recommendation(self.project, number=taken + 1).wordings.get()

    def round_wording(self):
        validation_round = recommendations.ValidationRound.objects.create(
            project=self.project, title="Round", workshop=self.workshop()
        )
        return validation_round.items.create(wording=self.wording())

    def edition(self):
        return make_brief(self.project).editions.create(
            number=1, content={}, template_version="1", checksum="a" * 64,
            made_by=factories.make_user(),
        )  # fmt: skip


def importing(world):
    return participants.ParticipantImport.objects.create(workshop=world.workshop())


def a_diagnostic(world):
    return factories.make_diagnostic(factories.make_project_city(world.project))


@cache
def makers():
    user = factories.make_user
    create = {
        accounts.AccessLog: lambda w: {"user": user(), "action": "exported", "subject": "x 1"},
        jobs.Letter: lambda w: {"to": "a@example.org"},
        writing.Change: lambda w: {
            "content_type": ContentType.objects.get_for_model(projects.Project),
            "object_id": 1, "field": "name", "version": 1, "by": user(),
        },
        writing.Presence: lambda w: {
            "content_type": ContentType.objects.get_for_model(projects.Project),
            "object_id": 1, "user": user(),
        },
        frameworks.Goal: lambda w: {"number": next(number), "title": "Goal", "colour": "#000000"},
        frameworks.Target: lambda w: {
            "goal": frameworks.Goal.objects.create(number=next(number), title="G", colour="#0"),
            "code": f"{next(number)}", "order": 1, "label": "Target",
        },
        frameworks.Dimension: lambda w: {"code": f"D{next(number)}"[-4:], "order": next(number)},
        frameworks.DiagnosticIndicator: lambda w: {
            "dimension": frameworks.Dimension.objects.create(
                code=f"{next(number)}"[-4:], order=next(number)
            ),
            "code": f"I{next(number)}", "order": 1, "title": "Indicator",
        },
        projects.Phase: lambda w: {"project": factories.make_project(), "number": 1, "title": "P"},
        projects.ProjectBody: lambda w: {
            "project": w.project, "body": factories.make_body(), "role": "executing",
        },
        projects.ProjectMembership: lambda w: {
            "project": w.project, "user": user(), "role": "reader", "body": factories.make_body(),
        },
        projects.ExchangeRate: lambda w: {
            "project": factories.make_project(), "currency": "FJD", "usd": 1, "source": "x",
        },
        projects.ProjectIndicator: lambda w: {"project": w.project, "title": "Cities with a plan"},
        projects.ProjectIndicatorValue: lambda w: {
            "indicator": w.project.indicators.create(title="Cities with a plan"), "value": 2,
            "on": DAY, "source": "Records",
        },
        cities.CityMembership: lambda w: {
            "project_city": factories.make_project_city(w.project), "user": user(),
            "role": "officer",
        },
        cities.FiscalYear: lambda w: {
            "city": factories.make_city(), "label": "2022", "starts_on": DAY,
            "ends_on": DAY + datetime.timedelta(300),
        },
        cities.IndicatorRating: lambda w: {
            "diagnostic": a_diagnostic(w), "rating": "weak",
            "indicator": frameworks.DiagnosticIndicator.objects.first(),
        },
        cities.DiagnosticFile: lambda w: {
            "diagnostic": a_diagnostic(w), "title": "Census", "file": "diagnostics/census.pdf",
        },
        cities.DiagnosticExport: lambda w: {
            "diagnostic": a_diagnostic(w), "content": {}, "checksum": "a" * 64, "format": "pdf",
            "asked_by": user(),
        },
        frameworks.DiagnosticLink: lambda w: {
            "pathway": factories.make_framework(1).pathways.get(),
            "dimension": a_diagnostic(w).ratings.get().dimension,
        },
        workshops.WorkshopBody: lambda w: {
            "workshop": w.workshop(), "body": factories.make_body(),
        },
        workshops.Objective: lambda w: {"workshop": w.workshop(), "order": 1, "text": "Learn"},
        workshops.Session: lambda w: {"workshop": w.workshop(), "order": 1, "title": "Opening"},
        workshops.Material: lambda w: {
            "workshop": w.workshop(), "title": "Slides", "url": "https://example.org/",
        },
        workshops.Facilitator: lambda w: {"workshop": w.workshop(), "user": user()},
        participants.Delegation: lambda w: {
            "workshop": w.workshop(), "city": factories.make_city(),
        },
        participants.CertificateFile: lambda w: {"workshop": w.workshop(), "asked_by": user()},
        participants.DelegationLink: lambda w: {
            "delegation": participants.Delegation.objects.create(
                workshop=w.workshop(), city=factories.make_city()
            ),
            "token_hash": f"{next(number)}", "expires_at": "2090-01-01T00:00Z", "made_by": user(),
        },
        participants.Consent: lambda w: {
            "person": factories.make_person(w.project), "workshop": w.workshop(),
            "purpose": "list", "wording_version": "1",
        },
        participants.PersonMerge: lambda w: {
            "kept": factories.make_person(w.project), "merged": factories.make_person(w.project),
            "merged_by": user(), "undone_by": user(),
        },
        participants.Difference: lambda w: {
            "first": factories.make_person(w.project), "second": factories.make_person(w.project),
            "said_by": user(),
        },
        participants.FiguresMark: lambda w: {"writer": next(number), "mark": 1},
        participants.HeadCount: lambda w: {"workshop": w.workshop(), "female": 1, "male": 2},
        participants.EvaluationResult: lambda w: {
            "workshop": w.workshop(), "question": "Useful?", "mean": 4, "scale": "1 to 5",
            "answered": 17, "source": "Form",
        },
        participants.SessionAttendance: lambda w: {
            "session": w.workshop().sessions.create(order=7, title="Opening"),
            "registration": factories.make_registration(w.workshop()),
        },
        participants.ParticipationRecord: lambda w: {
            "workshop": w.workshop(), "number": 1, "basis": "list", "who_counts": "All",
            "female": 1, "male": 2, "signed_by": user(),
        },
        desk.PrivacyRequest: lambda w: {"project": w.project, "kind": "copy"},
        desk.PlaceToCheck: lambda w: {
            "request": desk.PrivacyRequest.objects.create(project=w.project, kind="erasure"),
            "content_type": ContentType.objects.get_for_model(projects.Project),
            "object_id": "1", "field": "aim", "why": "named", "checked_by": user(),
        },
        desk.RetentionNotice: lambda w: {
            "project": factories.make_project(), "clock": "contact", "due_on": DAY,
        },
        participants.SealedList: lambda w: {
            "record": participants.ParticipationRecord.objects.create(
                workshop=w.workshop(), number=1, basis="list", who_counts="All"
            ),
        },
        participants.ParticipantImport: lambda w: {
            "workshop": w.workshop(), "file_name": "list.csv", "asked_by": user(),
        },
        participants.ImportCheck: lambda w: {"importing": importing(w), "asked_by": user()},
        participants.ImportUndo: lambda w: {"importing": importing(w), "asked_by": user()},
        participants.ImportedChange: lambda w: {
            "importing": importing(w), "registration": w.registration(), "before": {},
            "registration_version": 2, "person_version": 1,
        },
        plans.ChapterTemplate: lambda w: {
            "project": w.project, "key": f"k{next(number)}", "order": 1, "title": "Chapter",
        },
        plans.Chapter: lambda w: {"plan": w.plan(), "key": "vision", "order": 1, "title": "V"},
        plans.Priority: lambda w: {"plan": w.plan(), "text": "First"},
        plans.Workbook: lambda w: {"plan": w.plan(), "name": "a", "content": {}, "by": user()},
        plans.Annex: lambda w: {"plan": w.plan(), "title": "Map", "file": "map.pdf", "kind": "pdf"},
        plans.ProgressNote: lambda w: {
            "plan": w.plan(), "starts_on": DAY, "ends_on": DAY, "text": "Planted",
        },
        plans.Milestone: lambda w: {"action": w.action(), "title": "Begun"},
        plans.Money: lambda w: {"action": w.action(), "kind": "cost", "amount": 5},
        plans.Indicator: lambda w: {"action": w.action(), "title": "People"},
        plans.IndicatorValue: lambda w: {
            "indicator": plans.Indicator.objects.create(action=w.action(), title="People"),
            "value": 3, "on": DAY,
        },
        plans.PlanRevision: lambda w: {
            "plan": w.plan(), "number": 1, "content": {}, "checksum": "a" * 64, "made_by": user(),
        },
        plans.PlanExport: lambda w: {
            "plan": w.plan(), "draft": {}, "checksum": "a" * 64, "stamp": "Draft",
            "format": "pdf", "asked_by": user(),
        },
        plans.Adoption: lambda w: {
            "plan": w.plan(), "body": "Council", "on": DAY, "result": "adopted",
        },
        plans.Comment: lambda w: {"plan": w.plan(), "text": "Good", "by": user()},
        plans.PlanReminder: lambda w: {"user": user()},
        plans.PlanTransition: lambda w: {
            "plan": w.plan(), "from_state": "draft", "to_state": "submitted", "by": user(),
        },
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
    plain = {
        model: lambda world, model=model, fields=fields: model.objects.create(**fields(world))
        for model, fields in create.items()
    }
    return plain | {
        accounts.User: lambda w: user(),
        frameworks.Framework: lambda w: factories.make_framework(1),
        frameworks.Pillar: lambda w: factories.make_framework(0).pillars.first(),
        frameworks.Pathway: lambda w: factories.make_framework(1).pathways.get(),
        projects.Body: lambda w: factories.make_body(),
        projects.Project: lambda w: factories.make_project(),
        projects.Organisation: World.organisation,
        cities.Country: lambda w: factories.make_country(),
        cities.City: lambda w: factories.make_city(),
        cities.ProjectCity: lambda w: factories.make_project_city(
            w.project, body=factories.make_body()
        ),
        cities.ProfileFact: lambda w: factories.make_fact(factories.make_city()),
        cities.Diagnostic: a_diagnostic,
        cities.DimensionRating: lambda w: a_diagnostic(w).ratings.get(),
        cities.Practice: lambda w: factories.make_practice(w.project, city=factories.make_city()),
        workshops.Workshop: World.workshop,
        participants.Person: lambda w: factories.make_person(w.project),
        participants.Registration: World.registration,
        plans.RecoveryPlan: World.plan,
        plans.PathwaySection: lambda w: w.plan().sections.first(),
        plans.Action: World.action,
        recommendations.Recommendation: lambda w: w.wording().recommendation,
        recommendations.Wording: World.wording,
        recommendations.RoundWording: World.round_wording,
        briefs.Brief: lambda w: make_brief(w.project),
        briefs.ProjectReport: lambda w: report(w),
        briefs.Edition: World.edition,
    }


def report(world):
    return briefs.ProjectReport.objects.create(
        project=world.project, title="Report", starts_on=DAY, ends_on=DAY
    )


def brief_without_parts(world):
    return briefs.Brief.objects.create(
        project=world.project, title="Brief", slug=f"brief-{next(number)}"
    )


def models():
    return sorted(makers(), key=lambda model: model._meta.label)
