from recommendations.models.findings import (
    Finding,
    FindingFile,
    OfProjectQuerySet,
    projects_worked_in,
)
from recommendations.models.recommendations import (
    ActionResponse,
    Recommendation,
    RecommendationQuerySet,
    Wording,
)
from recommendations.models.rounds import (
    Answer,
    Reply,
    RoundLink,
    RoundWording,
    ValidationRound,
)

__all__ = [
    "ActionResponse",
    "Answer",
    "Finding",
    "FindingFile",
    "OfProjectQuerySet",
    "Recommendation",
    "RecommendationQuerySet",
    "Reply",
    "RoundLink",
    "RoundWording",
    "ValidationRound",
    "Wording",
    "projects_worked_in",
]
