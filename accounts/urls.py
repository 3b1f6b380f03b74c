from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/sign-out-others/", views.sign_out_others, name="sign_out_others"),
    path("invitations/<str:code>/", views.invitation_accept, name="invitation_accept"),
    path("look-around/", views.look_around, name="look_around"),
]
