from django.urls import path

from desk.views import cities, example, front, health, home, pages, theme, workshops

app_name = "desk"

urlpatterns = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("home/example/remove/", example.remove, name="remove_example"),
    path("workshops/", workshops.workshop_list, name="workshop_list"),
    path("workshops/<slug:slug>/", workshops.workshop_detail, name="workshop_detail"),
    path("cities/", cities.city_list, name="city_list"),
    path("cities/<slug:slug>/", cities.city_detail, name="city_detail"),
    path("figures/", pages.figures, name="figures"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_page, name="help"),
    path("theme/", theme.theme, name="theme"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
]
