"""A member's calendar: the page, and the address that programs ask, which is the same in every language."""

from django.urls import path

from camtree.events import views

# Below /<l>/.
my = [
    path("my/calendar/", views.my_calendar, name="my_calendar"),
    path("my/calendar/file/", views.my_calendar_file, name="my_calendar_file"),
]
urlpatterns = [path("calendar/<str:secret>.ics", views.feed, name="calendar_feed")]
