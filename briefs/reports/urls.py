"""The addresses of project reports, in the namespace of briefs."""

from django.urls import path

from briefs.views import report_files, reports

REPORTS = "projects/<str:code>/reports/"
REPORT = REPORTS + "<int:pk>/"
HEADING = REPORT + "headings/<int:heading>/"
FILE = REPORT + "files/<int:file>/"

report_paths = [
    path(REPORTS, reports.report_list, name="report_list"),
    path(REPORTS + "add/", reports.report_add, name="report_add"),
    path(REPORTS + "headings/", reports.report_template, name="report_template"),
    path(REPORT, reports.report_detail, name="report_detail"),
    path(REPORT + "edit/", reports.report_edit, name="report_edit"),
    path(REPORT + "preview/", reports.report_preview, name="report_preview"),
    path(REPORT + "headings/add/", reports.report_heading_add, name="report_heading_add"),
    path(HEADING + "edit/", reports.report_heading_edit, name="report_heading_edit"),
    path(HEADING + "move/", reports.report_heading_move, name="report_heading_move"),
    path(HEADING + "remove/", reports.report_heading_remove, name="report_heading_remove"),
    path(REPORT + "files/make/", report_files.report_file_make, name="report_file_make"),
    path(FILE, report_files.report_file, name="report_file"),
    path(FILE + "download/", report_files.report_file_download, name="report_file_download"),
    path(FILE + "cancel/", report_files.report_file_cancel, name="report_file_cancel"),
    path(FILE + "retry/", report_files.report_file_retry, name="report_file_retry"),
]
