"""Every address of the portal; each room owns its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("writing.urls")),
    path("", include("projects.urls")),
    path("", include("cities.urls")),
    path("", include("workshops.urls")),
    path("", include("participants.urls")),
    path("", include("recovery_plans.urls")),
    path("", include("recommendations.urls")),
    path("", include("briefs.urls")),
    path("", include("desk.urls")),
]

handler500 = "workshop_portal.errors.server_error"
handler429 = "workshop_portal.errors.too_many_requests"  # asked for by allauth's rate limits
