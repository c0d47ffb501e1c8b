from django.urls import path

from camtree.media.captions import views

urlpatterns = [
    path("my/captions/", views.tracks, name="my_captions"),
    path("my/captions/<int:pk>/", views.edit, name="edit_captions"),
]
