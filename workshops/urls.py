from django.urls import path

from workshops import views

app_name = "workshops"

urlpatterns = [
    path("workshops/add/", views.workshop_add, name="workshop_add"),
    path("workshops/<slug:slug>/edit/", views.workshop_edit, name="workshop_edit"),
    path("workshops/<slug:slug>/state/", views.workshop_state, name="workshop_state"),
]
