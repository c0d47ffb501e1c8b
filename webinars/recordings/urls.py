from django.urls import path

from webinars.recordings import embedding, feeds, views

urlpatterns = [
    path("webinars/<str:slug>/embed/", embedding.frame, name="recording_frame"),
    path("webinars/<str:slug>/chapters.json", feeds.chapters, name="recording_chapters"),
    path("webinars/<str:slug>/place/", views.place, name="recording_place"),
]
