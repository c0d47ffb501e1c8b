"""Addresses of attempts at quizzes."""

from django.urls import path

from learning.quizzes.views import accommodations, marking, quizzes, scores

# Below /my/.
my = [
    path("courses/<uuid:course>/quizzes/<uuid:step>/", quizzes.quiz, name="quiz"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/", quizzes.attempt, name="quiz_attempt"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/save/", quizzes.save, name="save_quiz_attempt"),
    path("courses/<uuid:course>/quizzes/<uuid:step>/<int:number>/result/", quizzes.result, name="quiz_result"),
    path("marking/<int:pk>/", marking.mark, name="mark_answer"),
    path("teaching/<int:pk>/learners/<int:member>/quizzes/", accommodations.more_time, name="teach_more_time"),
    path("teaching/<int:pk>/learners/<int:member>/attempts/", scores.attempts, name="teach_attempts"),
    path("teaching/<int:pk>/quizzes/", scores.scores, name="teach_scores"),
    path("teaching/<int:pk>/quizzes.csv", scores.export, name="teach_scores_export"),
]
