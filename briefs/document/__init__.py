from briefs.document.build import build_brief
from briefs.document.content import (
    BriefDocument,
    Figure,
    FindingText,
    Matrix,
    RecommendationText,
    Standing,
    WorkshopText,
)

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
