from briefs.document.build import build_brief
from briefs.document.content import (
    BriefDocument,
    Figure,
    FindingText,
    Matrix,
    RecommendationText,
    WorkshopText,
)
from recommendations.validation import Standing

__all__ = [
    "BriefDocument",
    "Figure",
    "FindingText",
    "Matrix",
    "RecommendationText",
    "Standing",
    "WorkshopText",
    "build_brief",
]
