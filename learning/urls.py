"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import assignments, courses, lessons

urlpatterns = [
    path("learning/enrol/<int:pk>/", courses.enrol, name="enrol"),
    path("my/courses/", courses.my_courses, name="my_courses"),
    path("my/courses/<uuid:key>/", courses.my_course, name="my_course"),
    path("my/courses/<uuid:key>/continue/", courses.resume, name="resume_course"),
    path("my/courses/<uuid:key>/leave/", courses.leave, name="leave_course"),
    path("my/courses/<uuid:course>/journal/", lessons.journal, name="my_journal"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/done/", lessons.go_on, name="go_on"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/watched/", lessons.watched, name="watched"),
    path("my/courses/<uuid:course>/steps/<uuid:step>/notes/", lessons.write, name="write_note"),
    path("my/courses/<uuid:course>/assignments/<uuid:step>/", assignments.assignment, name="assignment"),
    path("my/courses/<uuid:course>/assignments/<uuid:step>/draft/", assignments.take_draft, name="take_draft"),
    path("my/works/<int:pk>/file/", assignments.file, name="work_file"),
    path("my/marking/works/<int:pk>/", assignments.mark, name="mark_work"),
]
