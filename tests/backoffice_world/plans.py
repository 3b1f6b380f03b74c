"""Recovery plans."""

from recovery_plans import models as plans
from tests.backoffice_world.world import DAY, World, user
from tests.factories import number

FIELDS = {
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
}  # fmt: skip
MADE = {
    plans.RecoveryPlan: World.plan,
    plans.PathwaySection: lambda w: w.plan().sections.first(),
    plans.Action: World.action,
}
