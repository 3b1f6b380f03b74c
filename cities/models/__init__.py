from cities.models.diagnostics import (
    Diagnostic,
    DiagnosticExport,
    DiagnosticFile,
    DimensionRating,
    IndicatorRating,
    ProfileFact,
    Rating,
)
from cities.models.places import (
    City,
    CityMembership,
    Country,
    FiscalYear,
    ProjectCity,
    ProjectCityQuerySet,
)
from cities.models.practices import Practice

__all__ = [
    "City",
    "CityMembership",
    "Country",
    "Diagnostic",
    "DiagnosticExport",
    "DiagnosticFile",
    "DimensionRating",
    "FiscalYear",
    "IndicatorRating",
    "Practice",
    "ProfileFact",
    "ProjectCity",
    "ProjectCityQuerySet",
    "Rating",
]
