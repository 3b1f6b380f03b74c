from recovery_plans.document.build import build_action, build_plan
from recovery_plans.document.text import (
    ActionText,
    AnnexText,
    IndicatorText,
    PathwayText,
    PillarText,
    PlanDocument,
    checksum_of,
)

__all__ = [
    "ActionText",
    "AnnexText",
    "IndicatorText",
    "PathwayText",
    "PillarText",
    "PlanDocument",
    "build_action",
    "build_plan",
    "checksum_of",
]
