"""Addresses of one's own courses."""

from django.urls import path

from learning.studying.views import courses, lessons

# Below /my/.
my = [
    path("courses/", courses.my_courses, name="my_courses"),
    path("courses/<uuid:key>/", courses.my_course, name="my_course"),
    path("courses/<uuid:key>/continue/", courses.resume, name="resume_course"),
    path("courses/<uuid:key>/leave/", courses.leave, name="leave_course"),
    path("courses/<uuid:course>/journal/", lessons.journal, name="my_journal"),
    path("courses/<uuid:course>/steps/<uuid:step>/done/", lessons.go_on, name="go_on"),
    path("courses/<uuid:course>/steps/<uuid:step>/watched/", lessons.watched, name="watched"),
    path("courses/<uuid:course>/steps/<uuid:step>/notes/", lessons.write, name="write_note"),
]
urlpatterns = [
    path("learning/enrol/<int:pk>/", courses.enrol, name="enrol"),
]
