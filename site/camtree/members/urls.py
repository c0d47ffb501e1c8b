from django.urls import include, path

from camtree.members import views

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("my/", views.dashboard, name="my_dashboard"),
    path("my/profile/", views.profile, name="my_profile"),
]
