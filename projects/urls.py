from django.urls import path

from projects import views

app_name = "projects"

INDICATORS = "projects/<str:code>/indicators/"
INDICATOR = INDICATORS + "<int:pk>/"
VALUES = INDICATOR + "values/"

urlpatterns = [
    path(INDICATORS, views.indicator_list, name="indicator_list"),
    path(INDICATORS + "add/", views.indicator_add, name="indicator_add"),
    path(INDICATOR + "edit/", views.indicator_edit, name="indicator_edit"),
    path(INDICATOR + "remove/", views.indicator_remove, name="indicator_remove"),
    path(VALUES + "add/", views.value_add, name="value_add"),
    path(VALUES + "<int:value>/edit/", views.value_edit, name="value_edit"),
    path(VALUES + "<int:value>/remove/", views.value_remove, name="value_remove"),
]
