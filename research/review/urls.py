"""Addresses of review: rounds, reviewers, and the editors' board."""

from django.urls import path

from research.review.views import editing, reviews, rounds, submitting

# Below /my/.
my = [
    path("research/<int:pk>/submit/", submitting.submit, name="submit_inquiry"),
    path("research/<int:pk>/rounds/", rounds.my_rounds, name="my_inquiry_rounds"),
    path("research/<int:pk>/rounds/<int:question>/", rounds.answer, name="answer_question"),
    path("research/<int:pk>/take-back/", rounds.take_back, name="take_back"),
    path("reviews/", reviews.my_reviews, name="my_reviews"),
    path("reviews/profile/", reviews.my_profile, name="my_reviewer_profile"),
    path("reviews/certificate/<int:year>/", reviews.my_certificate, name="my_review_certificate"),
    path("reviews/<int:pk>/", reviews.my_review, name="my_review"),
    path("waiting/", editing.waiting, name="waiting_for_me"),
    path("editing/", editing.index, name="editing_board"),
    path("editing/here/", editing.here_at_board, name="here_at_board"),
    path("editing/submissions.csv", editing.export, name="editing_export"),
    path("editing/assign/", editing.assign, name="assign_submissions"),
    path("editing/<int:pk>/", editing.desk, name="edit_submission"),
    path("editing/<int:pk>/here/", editing.here, name="here_at_submission"),
    path("editing/<int:pk>/check/", editing.pass_check, name="pass_check"),
    path("editing/<int:pk>/invite/", editing.invite, name="invite_reviewer"),
    path("editing/<int:pk>/invites/<int:invite>/cancel/", editing.cancel, name="cancel_review"),
    path("editing/<int:pk>/ask/", editing.ask, name="ask_authors"),
    path("editing/<int:pk>/decide/", editing.decide, name="decide_submission"),
    path("editing/<int:pk>/settle/", editing.settle, name="settle_decision"),
]
urlpatterns = [
    path("reviews/<str:token>/", reviews.invitation, name="review_invitation"),
    path("reviews/<str:token>/mail/", reviews.mail_again, name="mail_review_link"),
    path("reviews/desk/<str:token>/", reviews.desk, name="review_desk"),
]
