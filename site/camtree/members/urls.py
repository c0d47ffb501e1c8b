from django.urls import include, path

from camtree.members import views

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("my/", views.dashboard, name="my_dashboard"),
    path("my/profile/", views.profile, name="my_profile"),
    path("my/kept/", views.kept_words, name="kept_words"),
    path("my/kept/says/", views.kept_words_says, name="kept_words_says"),
    path("my/data/", views.my_data, name="my_data"),
    path("my/data/file/", views.my_data_file, name="my_data_file"),
    path("my/data/delete/", views.close_my_account, name="close_my_account"),
]
