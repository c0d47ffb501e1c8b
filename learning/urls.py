"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import assignments, courses, lessons, marking, quizzes

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
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/", quizzes.quiz, name="quiz"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/", quizzes.attempt, name="quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/save/", quizzes.save, name="save_quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/result/", quizzes.result, name="quiz_result"),
    path("my/marking/", marking.marking, name="marking"),
    path("my/marking/<int:pk>/", marking.mark, name="mark_answer"),
    path("my/works/<int:pk>/file/", assignments.file, name="work_file"),
    path("my/marking/works/<int:pk>/", assignments.mark, name="mark_work"),
]
