from django.urls import path

from recovery_plans.views import (
    across,
    action,
    actions_by,
    copying,
    files,
    plan,
    publication,
    review,
    text,
)

app_name = "recovery_plans"

urlpatterns = [
    path("plans/", plan.plan_list, name="plan_list"),
    path("plans/add/", plan.plan_add, name="plan_add"),
    path("plans/across/", across.plan_matrix, name="plan_matrix"),
    path("plans/across/table.csv", across.plan_matrix_file, {"kind": "csv"}, "plan_matrix_csv"),
    path("plans/across/table.xlsx", across.plan_matrix_file, {"kind": "xlsx"}, "plan_matrix_xlsx"),
    path("plans/watch/", across.plan_watch, name="plan_watch"),
    path("plans/actions/", across.action_search, name="action_search"),
    path("plans/actions/table.csv", across.action_file, {"kind": "csv"}, "action_csv"),
    path("plans/actions/table.xlsx", across.action_file, {"kind": "xlsx"}, "action_xlsx"),
    path("plans/<int:plan_id>/", plan.plan_detail, name="plan_detail"),
    path("plans/<int:plan_id>/edit/", plan.plan_edit, name="plan_edit"),
    path("plans/<int:plan_id>/pathways/", plan.plan_pathways, name="plan_pathways"),
    path("plans/<int:plan_id>/check/", plan.plan_check, name="plan_check"),
    path("plans/<int:plan_id>/history/", plan.plan_history, name="plan_history"),
    path("plans/<int:plan_id>/sections/<str:code>/edit/", text.section_edit, name="section_edit"),
    path("plans/<int:plan_id>/chapters/<slug:key>/edit/", text.chapter_edit, name="chapter_edit"),
    path("plans/<int:plan_id>/actions/", action.action_list, name="action_list"),
    path("plans/<int:plan_id>/actions/by/<slug:way>/", actions_by.actions_by, name="actions_by"),
    path("plans/<int:plan_id>/actions/copy/", copying.action_copy, name="action_copy"),
    path("plans/<int:plan_id>/actions/add/", action.action_add, name="action_add"),
    path("plans/<int:plan_id>/actions/<int:number>/edit/", action.action_edit, name="action_edit"),
    path(
        "plans/<int:plan_id>/actions/<int:number>/progress/",
        action.action_report,
        name="action_report",
    ),
    path(
        "plans/<int:plan_id>/actions/<int:number>/remove/",
        action.action_remove,
        name="action_remove",
    ),
    path(
        "plans/<int:plan_id>/actions/<int:number>/put-back/",
        action.action_put_back,
        name="action_put_back",
    ),
    path("plans/<int:plan_id>/actions/<int:number>/move/", action.action_move, name="action_move"),
    path("plans/<int:plan_id>/comments/", review.comment_list, name="comment_list"),
    path("plans/<int:plan_id>/comments/add/", review.comment_add, name="comment_add"),
    path(
        "plans/<int:plan_id>/comments/<int:pk>/settle/",
        review.comment_settle,
        name="comment_settle",
    ),
    path("plans/<int:plan_id>/submit/", review.plan_submit, name="plan_submit"),
    path(
        "plans/<int:plan_id>/request-changes/",
        review.plan_request_changes,
        name="plan_request_changes",
    ),
    path("plans/<int:plan_id>/review/", review.plan_review, name="plan_review"),
    path("plans/<int:plan_id>/publish/", review.plan_publish, name="plan_publish"),
    path("plans/<int:plan_id>/withdraw/", review.plan_withdraw, name="plan_withdraw"),
    path("plans/<int:plan_id>/reopen/", review.plan_reopen, name="plan_reopen"),
    path("plans/<int:plan_id>/preview/", publication.plan_preview, name="plan_preview"),
    path(
        "plans/<int:plan_id>/revisions/<int:number>/",
        publication.plan_revision,
        name="plan_revision",
    ),
    path("plans/<int:plan_id>/files/", files.plan_files, name="plan_files"),
    path("plans/<int:plan_id>/files/make/", files.file_make, name="file_make"),
    path("plans/<int:plan_id>/files/<int:pk>/", files.file_detail, name="file_detail"),
    path(
        "plans/<int:plan_id>/files/<int:pk>/download/", files.file_download, name="file_download"
    ),
    path("plans/<int:plan_id>/files/<int:pk>/cancel/", files.file_cancel, name="file_cancel"),
    path("plans/<int:plan_id>/files/<int:pk>/retry/", files.file_retry, name="file_retry"),
    path("plans/<int:plan_id>/adoptions/add/", publication.adoption_add, name="adoption_add"),
    path(
        "plans/<int:plan_id>/adoptions/<int:pk>/file/",
        publication.adoption_file,
        name="adoption_file",
    ),
]
