from django.urls import path

from webinars.recordings import feeds, views

urlpatterns = [
    path("webinars/<str:slug>/chapters.json", feeds.chapters, name="recording_chapters"),
    path("webinars/<str:slug>/place/", views.place, name="recording_place"),
]
