"""Addresses of the learning section that are no pages."""

from django.urls import path

from learning.views import marking, quizzes

urlpatterns = [
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/", quizzes.quiz, name="quiz"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/", quizzes.attempt, name="quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/save/", quizzes.save, name="save_quiz_attempt"),
    path("my/courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/result/", quizzes.result, name="quiz_result"),
    path("my/marking/", marking.marking, name="marking"),
    path("my/marking/<int:pk>/", marking.mark, name="mark_answer"),
]
