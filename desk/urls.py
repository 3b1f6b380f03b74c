from django.urls import path

from desk.views import (
    cities,
    example,
    figures,
    front,
    hand_over,
    health,
    home,
    own_data,
    pages,
    privacy_requests,
    sealed_lists,
    theme,
    workshops,
)

app_name = "desk"

urlpatterns = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("home/example/remove/", example.remove, name="remove_example"),
    path("account/hand-over/", hand_over.hand_over, name="hand_over"),
    path("account/hand-over/back/", hand_over.hand_over_back, name="hand_over_back"),
    path("workshops/", workshops.workshop_list, name="workshop_list"),
    path("workshops/<slug:slug>/", workshops.workshop_detail, name="workshop_detail"),
    path("cities/", cities.city_list, name="city_list"),
    path("cities/<slug:slug>/", cities.city_detail, name="city_detail"),
    path("figures/", pages.figures, name="figures"),
    path("projects/<str:code>/figures/", figures.project_figures, name="project_figures"),
    path(
        "projects/<str:code>/figures.<str:ending>",
        figures.project_figures_file,
        name="project_figures_file",
    ),
    path("projects/<str:code>/figures/missing/", figures.project_missing, name="project_missing"),
    path(
        "projects/<str:code>/figures/public/",
        figures.project_public_figures,
        name="project_public_figures",
    ),
    path(
        "projects/<str:code>/figures/public.<str:ending>",
        figures.project_public_figures_file,
        name="project_public_figures_file",
    ),
    path("privacy/", pages.privacy, name="privacy"),
    path("privacy/requests/", privacy_requests.privacy_request_list, name="privacy_request_list"),
    path("privacy/requests/add/", privacy_requests.privacy_request_add, name="privacy_request_add"),
    path(
        "privacy/requests/<int:pk>/",
        privacy_requests.privacy_request_detail,
        name="privacy_request_detail",
    ),
    path(
        "privacy/requests/<int:pk>/people/",
        privacy_requests.privacy_request_people,
        name="privacy_request_people",
    ),
    path(
        "privacy/requests/<int:pk>/everything/",
        privacy_requests.privacy_request_everything,
        name="privacy_request_everything",
    ),
    path(
        "privacy/requests/<int:pk>/everything.json",
        privacy_requests.privacy_request_file,
        name="privacy_request_file",
    ),
    path(
        "privacy/requests/<int:pk>/erase/",
        privacy_requests.privacy_request_erase,
        name="privacy_request_erase",
    ),
    path(
        "privacy/requests/<int:pk>/places/<int:place>/",
        privacy_requests.privacy_place_check,
        name="privacy_place_check",
    ),
    path(
        "privacy/requests/<int:pk>/places/<int:place>/erase-account/",
        privacy_requests.privacy_account_erase,
        name="privacy_account_erase",
    ),
    path(
        "privacy/requests/<int:pk>/close/",
        privacy_requests.privacy_request_close,
        name="privacy_request_close",
    ),
    path("privacy/sealed-lists/", sealed_lists.sealed_list_list, name="sealed_list_list"),
    path("privacy/sealed-lists/<int:pk>/", sealed_lists.sealed_list, name="sealed_list"),
    path("registrations/<str:token>/everything.json", own_data.own_file, name="own_file"),
    path("registrations/<str:token>/erasure/", own_data.ask_for_erasure, name="ask_for_erasure"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_page, name="help"),
    path("theme/", theme.theme, name="theme"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
