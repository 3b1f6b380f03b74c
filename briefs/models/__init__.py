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
from briefs.models.clearance import ClearanceStep, FileOfRecord, WordReturn
from briefs.models.editions import BriefExport, Edition, Withdrawal, file_label
from briefs.models.reports import (
    HeadingKind,
    ProjectReport,
    ReportExport,
    ReportHeading,
    ReportHeadingTemplate,
)
from briefs.models.translations import BlockTranslation, TranslationReturn

__all__ = [
    "BlockTranslation",
    "MOST_VISION_WORDS",
    "Brief",
    "BriefCity",
    "BriefExport",
    "BriefFinding",
    "BriefQuerySet",
    "BriefRecommendation",
    "BriefSection",
    "ClearanceStep",
    "Edition",
    "FileOfRecord",
    "HeadingKind",
    "ProjectReport",
    "ReportExport",
    "ReportHeading",
    "ReportHeadingTemplate",
    "TranslationReturn",
    "Withdrawal",
    "WordReturn",
    "file_label",
    "validate_vision",
]
