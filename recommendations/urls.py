from django.urls import path

from recommendations.views import findings, recommendations, rounds

app_name = "recommendations"

urlpatterns = [
    path("projects/<str:code>/findings/", findings.finding_list, name="finding_list"),
    path("projects/<str:code>/findings/add/", findings.finding_add, name="finding_add"),
    path("findings/<int:pk>/edit/", findings.finding_edit, name="finding_edit"),
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
    path(
        "recommendations/<int:pk>/actions/add/", recommendations.response_add, name="response_add"
    ),
    path("projects/<str:code>/rounds/add/", rounds.round_add, name="round_add"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/answers/<str:code>/", rounds.answers_edit, name="answers_edit"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
]
