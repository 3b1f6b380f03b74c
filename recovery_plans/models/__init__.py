from recovery_plans.models.action import (
    Action,
    ActionQuerySet,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    late_on,
    without_news_since,
)
from recovery_plans.models.annex import Annex, AnnexQuerySet
from recovery_plans.models.export import PlanExport, PlanExportQuerySet
from recovery_plans.models.note import ProgressNote
from recovery_plans.models.plan import ChapterTemplate, RecoveryPlan, RecoveryPlanQuerySet
from recovery_plans.models.publication import Adoption, PlanRevision
from recovery_plans.models.review import Comment, PlanReminder, PlanTransition
from recovery_plans.models.text import Chapter, PathwaySection, Priority, WritingStatus
from recovery_plans.models.workbook import Workbook

__all__ = [
    "Action",
    "ActionQuerySet",
    "Adoption",
    "Annex",
    "AnnexQuerySet",
    "Chapter",
    "ChapterTemplate",
    "Comment",
    "Indicator",
    "IndicatorValue",
    "Milestone",
    "Money",
    "PathwaySection",
    "PlanExport",
    "PlanExportQuerySet",
    "PlanReminder",
    "PlanRevision",
    "PlanTransition",
    "Priority",
    "ProgressNote",
    "RecoveryPlan",
    "RecoveryPlanQuerySet",
    "Workbook",
    "WritingStatus",
    "late_on",
    "without_news_since",
]
