from django.urls import path

from briefs.clearance_urls import clearance_paths
from briefs.reports.urls import report_paths
from briefs.views import (
    boxes,
    briefs,
    changes,
    contents,
    editions,
    exports,
    sections,
    translations,
)

app_name = "briefs"

urlpatterns = [
    *clearance_paths,
    *report_paths,
    path("briefs/", briefs.brief_list, name="brief_list"),
    path("briefs/add/", briefs.brief_add, name="brief_add"),
    path("briefs/<slug:slug>/", briefs.brief_detail, name="brief_detail"),
    path("briefs/<slug:slug>/edit/", briefs.brief_edit, name="brief_edit"),
    path(
        "briefs/<slug:slug>/sections/<slug:key>/edit/",
        sections.brief_section_edit,
        name="brief_section_edit",
    ),
    path(
        "briefs/<slug:slug>/sections/<slug:key>/preview/",
        sections.section_preview,
        name="section_preview",
    ),
    path("briefs/<slug:slug>/contents/", contents.brief_contents, name="brief_contents"),
    path("briefs/<slug:slug>/contents/move/", contents.contents_move, name="contents_move"),
    path("briefs/<slug:slug>/contents/add/", contents.contents_add, name="contents_add"),
    path("briefs/<slug:slug>/contents/remove/", contents.contents_remove, name="contents_remove"),
    path("briefs/<slug:slug>/cities/<slug:city>/", boxes.city_box, name="city_box"),
    path(
        "briefs/<slug:slug>/cities/<slug:city>/confirm/",
        boxes.city_box_confirm,
        name="city_box_confirm",
    ),
    path("plans/<int:plan_id>/boxes/", boxes.plan_boxes, name="plan_boxes"),
    path("briefs/<slug:slug>/catalogue/", sections.brief_catalogue, name="brief_catalogue"),
    path("briefs/<slug:slug>/preview/", briefs.brief_preview, name="brief_preview"),
    path(
        "briefs/<slug:slug>/translations/begin/",
        translations.translation_begin,
        name="translation_begin",
    ),
    path(
        "briefs/<slug:slug>/translation/",
        translations.translation_detail,
        name="translation_detail",
    ),
    path(
        "briefs/<slug:slug>/translation/cover/",
        translations.cover_edit,
        name="translation_cover",
    ),
    path(
        "briefs/<slug:slug>/translation/texts/<slug:key>/edit/",
        translations.block_edit,
        name="block_edit",
    ),
    path(
        "briefs/<slug:slug>/translation/file.<slug:format>",
        translations.translation_file,
        name="translation_file",
    ),
    path("briefs/<slug:slug>/translation/returns/add/", translations.return_add, name="return_add"),
    path(
        "briefs/<slug:slug>/translation/returns/<int:pk>/",
        translations.return_detail,
        name="return_detail",
    ),
    path("briefs/<slug:slug>/files/", exports.brief_files, name="brief_files"),
    path(
        "briefs/<slug:slug>/exports/<int:pk>/letter/", exports.export_letter, name="export_letter"
    ),
    path("briefs/<slug:slug>/changes/", changes.brief_changes, name="brief_changes"),
    path(
        "briefs/<slug:slug>/changes.<slug:format>",
        changes.brief_changes_table,
        name="brief_changes_table",
    ),
    path("briefs/<slug:slug>/editions/make/", editions.edition_make, name="edition_make"),
    path(
        "briefs/<slug:slug>/editions/<int:number>/", editions.edition_detail, name="edition_detail"
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/changes/",
        changes.edition_changes,
        name="edition_changes",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/changes.<slug:format>",
        changes.edition_changes_table,
        name="edition_changes_table",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/figures/<slug:key>/",
        editions.figure,
        name="figure",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/publish/",
        editions.edition_publish,
        name="edition_publish",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/withdraw/",
        editions.edition_withdraw,
        name="edition_withdraw",
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/export/", exports.export_make, name="export_make"
    ),
    path(
        "briefs/<slug:slug>/editions/<int:number>/files/<slug:file>/",
        exports.edition_file,
        name="edition_file",
    ),
    path("briefs/<slug:slug>/exports/<int:pk>/", exports.export_detail, name="export_detail"),
    path(
        "briefs/<slug:slug>/exports/<int:pk>/download/",
        exports.export_download,
        name="export_download",
    ),
    path(
        "briefs/<slug:slug>/exports/<int:pk>/cancel/", exports.export_cancel, name="export_cancel"
    ),
    path("briefs/<slug:slug>/exports/<int:pk>/retry/", exports.export_retry, name="export_retry"),
]
