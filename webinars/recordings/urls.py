from django.urls import path

from webinars.recordings import views

urlpatterns = [
    path("webinars/<str:slug>/place/", views.place, name="recording_place"),
]
