from django.urls import path

from cities.views import diagnostics, facts, practices

app_name = "cities"

OF_CITY = "projects/<str:code>/cities/<slug:slug>"
DIAGNOSTIC = f"{OF_CITY}/diagnostic"

urlpatterns = [
    path(f"{OF_CITY}/facts/", facts.fact_list, name="fact_list"),
    path(f"{OF_CITY}/facts/add/", facts.fact_add, name="fact_add"),
    path(f"{OF_CITY}/facts/<int:pk>/edit/", facts.fact_edit, name="fact_edit"),
    path(f"{OF_CITY}/facts/<int:pk>/remove/", facts.fact_remove, name="fact_remove"),
    path(f"{DIAGNOSTIC}/", diagnostics.diagnostic_detail, name="diagnostic_detail"),
    path(f"{DIAGNOSTIC}/begin/", diagnostics.diagnostic_begin, name="diagnostic_begin"),
    path(f"{DIAGNOSTIC}/edit/", diagnostics.diagnostic_edit, name="diagnostic_edit"),
    path(f"{DIAGNOSTIC}/publish/", diagnostics.diagnostic_publish, name="diagnostic_publish"),
    path(
        f"{DIAGNOSTIC}/dimensions/<str:dimension>/edit/",
        diagnostics.dimension_edit,
        name="dimension_edit",
    ),
    path(f"{DIAGNOSTIC}/files/add/", diagnostics.diagnostic_file_add, name="diagnostic_file_add"),
    path(f"{DIAGNOSTIC}/files/<int:pk>/", diagnostics.diagnostic_file, name="diagnostic_file"),
    path(f"{DIAGNOSTIC}/reports/make/", diagnostics.report_make, name="report_make"),
    path(f"{DIAGNOSTIC}/reports/<int:pk>/", diagnostics.report_detail, name="report_detail"),
    path(
        f"{DIAGNOSTIC}/reports/<int:pk>/download/",
        diagnostics.report_download,
        name="report_download",
    ),
    path(f"{DIAGNOSTIC}/reports/<int:pk>/cancel/", diagnostics.report_cancel, name="report_cancel"),
    path(f"{DIAGNOSTIC}/reports/<int:pk>/retry/", diagnostics.report_retry, name="report_retry"),
    path("projects/<str:code>/practices/", practices.practice_list, name="practice_list"),
    path("projects/<str:code>/practices/add/", practices.practice_add, name="practice_add"),
    path("practices/<int:pk>/", practices.practice_detail, name="practice_detail"),
    path("practices/<int:pk>/edit/", practices.practice_edit, name="practice_edit"),
]
