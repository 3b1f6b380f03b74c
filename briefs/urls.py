app_name = "briefs"

urlpatterns = []
