from django.urls import path

from briefs.views import clearance, records, words

clearance_paths = [
    path("briefs/<slug:slug>/clearance/", clearance.clearance, name="clearance"),
    path(
        "briefs/<slug:slug>/clearance/add/",
        clearance.clearance_step_add,
        name="clearance_step_add",
    ),
    path(
        "briefs/<slug:slug>/clearance/<int:pk>/edit/",
        clearance.clearance_step_edit,
        name="clearance_step_edit",
    ),
    path(
        "briefs/<slug:slug>/clearance/<int:pk>/file/",
        clearance.clearance_step_file,
        name="clearance_step_file",
    ),
    path(
        "briefs/<slug:slug>/clearance/<int:pk>/take-in/",
        clearance.clearance_step_take_in,
        name="clearance_step_take_in",
    ),
    path("briefs/<slug:slug>/word/", words.word_take_in, name="word_take_in"),
    path("briefs/<slug:slug>/word/<int:pk>/", words.word_check, name="word_check"),
    path(
        "briefs/<slug:slug>/editions/<int:number>/record/add/",
        records.record_add,
        name="record_add",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/record/<int:record>/",
        records.record_file,
        name="record_file",
    ),
]
