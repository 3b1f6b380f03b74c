from django.urls import path

from recommendations.views import answers, comments, coverage, findings, recommendations, rounds

app_name = "recommendations"

urlpatterns = [
    path("projects/<str:code>/findings/", findings.finding_list, name="finding_list"),
    path("projects/<str:code>/findings/add/", findings.finding_add, name="finding_add"),
    path("findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
    path("findings/<int:pk>/move/", findings.finding_move, name="finding_move"),
    path("findings/<int:pk>/files/add/", findings.finding_file_add, name="finding_file_add"),
    path("findings/<int:pk>/files/<int:file>/", findings.finding_file, name="finding_file"),
    path(
        "projects/<str:code>/recommendations/",
        recommendations.recommendation_list,
        name="recommendation_list",
    ),
    path(
        "projects/<str:code>/recommendations/add/",
        recommendations.recommendation_add,
        name="recommendation_add",
    ),
    path(
        "recommendations/<int:pk>/",
        recommendations.recommendation_detail,
        name="recommendation_detail",
    ),
    path(
        "recommendations/<int:pk>/edit/",
        recommendations.recommendation_edit,
        name="recommendation_edit",
    ),
    path("recommendations/<int:pk>/actions/add/", coverage.response_add, name="response_add"),
    path(
        "recommendations/<int:pk>/actions/<int:response>/remove/",
        coverage.response_remove,
        name="response_remove",
    ),
    path(
        "plans/<int:plan_id>/recommendations/",
        coverage.plan_recommendations,
        name="plan_recommendations",
    ),
    path("projects/<str:code>/rounds/add/", rounds.round_add, name="round_add"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/answers/<str:code>/", rounds.answers_edit, name="answers_edit"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:pk>/send/", rounds.round_send, name="round_send"),
    path("rounds/<int:pk>/screen/", rounds.round_screen, name="round_screen"),
    path("rounds/<int:pk>/comments/", comments.comment_list, name="comment_list"),
    path(
        "rounds/<int:pk>/comments/comments.docx",
        comments.comment_file,
        {"kind": "docx"},
        "comment_docx",
    ),
    path(
        "rounds/<int:pk>/comments/comments.xlsx",
        comments.comment_file,
        {"kind": "xlsx"},
        "comment_xlsx",
    ),
    path("rounds/<int:pk>/comments/<int:answer>/", comments.comment_reply, name="comment_reply"),
    path("rounds/answer/<str:token>/", answers.round_answer, name="round_answer"),
]
