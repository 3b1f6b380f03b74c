from briefs.reports.build import build_report
from briefs.reports.content import (
    ReportColumn,
    ReportDocument,
    ReportFigure,
    ReportPart,
    ReportTable,
)

__all__ = [
    "ReportColumn",
    "ReportDocument",
    "ReportFigure",
    "ReportPart",
    "ReportTable",
    "build_report",
]
