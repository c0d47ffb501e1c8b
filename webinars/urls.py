from django.urls import include, path

from webinars import views

urlpatterns = [
    path("webinars/calendar.ics", views.calendar, name="webinar_calendar"),
    path("webinars/<str:slug>/event.ics", views.event, name="webinar_event"),
    path("", include("webinars.recordings.urls")),
    path("", include("webinars.registrations.urls")),
]
