"""Addresses of registrations."""

from django.urls import path

from webinars.registrations.views import registrations, rooms

urlpatterns = [
    path("my/webinars/", registrations.my_webinars, name="my_webinars"),
    path("webinars/places/<str:token>/", registrations.registration, name="webinar_registration"),
    path("webinars/places/<str:token>/join/", rooms.join_as_registered, name="join_as_registered"),
    path("webinars/<str:slug>/register/", registrations.register, name="register_for_webinar"),
    path("webinars/<str:slug>/register/sent/", registrations.look_into_mail, name="webinar_look_into_mail"),
    path("webinars/<str:slug>/join/", rooms.join, name="join_webinar"),
]
