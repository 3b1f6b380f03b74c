"""A brief and its parts, and the frozen editions with the files made of them."""

from briefs.models.briefs import (
    MOST_VISION_WORDS,
    Brief,
    BriefCity,
    BriefFinding,
    BriefQuerySet,
    BriefRecommendation,
    BriefSection,
    validate_vision,
)
from briefs.models.editions import BriefExport, Edition, Withdrawal, file_label

__all__ = [
    "MOST_VISION_WORDS",
    "Brief",
    "BriefCity",
    "BriefExport",
    "BriefFinding",
    "BriefQuerySet",
    "BriefRecommendation",
    "BriefSection",
    "Edition",
    "Withdrawal",
    "file_label",
    "validate_vision",
]
