"""Addresses of the research section that are no pages."""

from django.urls import path

from research.views import editing, papers, replications, reviews, rounds, versions, withdrawals, writing
from research.views import deposits, papers, replications, versions, withdrawals, writing
from research.views import attachments, writing
from research.views import attachments, word, writing
from research.views import attachments, references, word, writing
from research.views import attachments, references, safety, word, writing
from research.views import attachments, comments, references, safety, word, writing
from research.views import attachments, comments, people, references, safety, word, writing
from research.views import attachments, comments, people, pupils, references, safety, word, writing

urlpatterns = [
    path("my/research/", writing.my_research, name="my_research"),
    path("my/research/start/", writing.start, name="start_inquiry"),
    path("my/research/invitations/<str:token>/", writing.invitation, name="inquiry_invitation"),
    path("my/research/<int:pk>/", writing.write, name="my_inquiry"),
    path("my/research/<int:pk>/save/", writing.save, name="save_inquiry"),
    path("my/research/<int:pk>/facts/", writing.facts, name="my_inquiry_facts"),
    path("my/research/<int:pk>/people/", writing.people, name="my_inquiry_people"),
    path("my/research/<int:pk>/people/<int:person>/remove/", writing.remove_person, name="remove_person"),
    path("my/research/<int:pk>/share/", writing.share, name="share_inquiry"),
    path("my/research/<int:pk>/history/<slug:name>/", writing.history, name="my_inquiry_history"),
    path("my/research/<int:pk>/submit/", writing.submit, name="submit_inquiry"),
    path("my/research/<int:pk>/rounds/", rounds.my_rounds, name="my_inquiry_rounds"),
    path("my/research/<int:pk>/rounds/<int:question>/", rounds.answer, name="answer_question"),
    path("my/research/<int:pk>/take-back/", rounds.take_back, name="take_back"),
    path("drafts/<str:token>/", writing.shared, name="shared_inquiry"),
    path("reviews/<str:token>/", reviews.invitation, name="review_invitation"),
    path("reviews/<str:token>/mail/", reviews.mail_again, name="mail_review_link"),
    path("reviews/desk/<str:token>/", reviews.desk, name="review_desk"),
    path("my/reviews/", reviews.my_reviews, name="my_reviews"),
    path("my/reviews/profile/", reviews.my_profile, name="my_reviewer_profile"),
    path("my/reviews/certificate/<int:year>/", reviews.my_certificate, name="my_review_certificate"),
    path("my/reviews/<int:pk>/", reviews.my_review, name="my_review"),
    path("my/waiting/", editing.waiting, name="waiting_for_me"),
    path("my/editing/", editing.index, name="editing_board"),
    path("my/editing/submissions.csv", editing.export, name="editing_export"),
    path("my/editing/assign/", editing.assign, name="assign_submissions"),
    path("my/editing/<int:pk>/", editing.desk, name="edit_submission"),
    path("my/editing/<int:pk>/check/", editing.pass_check, name="pass_check"),
    path("my/editing/<int:pk>/invite/", editing.invite, name="invite_reviewer"),
    path("my/editing/<int:pk>/invites/<int:invite>/cancel/", editing.cancel, name="cancel_review"),
    path("my/editing/<int:pk>/ask/", editing.ask, name="ask_authors"),
    path("my/editing/<int:pk>/decide/", editing.decide, name="decide_submission"),
    path("my/editing/<int:pk>/settle/", editing.settle, name="settle_decision"),
    path("research/reports/<str:slug>/pdf/", papers.pdf, name="report_pdf"),
    path("research/reports/<str:slug>/versions/<int:number>/", versions.earlier_version, name="report_version"),
    path("my/research/<int:pk>/new-version/", versions.new_version, name="new_version"),
    path("my/research/<int:pk>/withdraw/", withdrawals.ask, name="ask_for_withdrawal"),
    path("my/editing/withdrawals/", withdrawals.desk, name="withdrawals"),
    path("my/editing/withdrawals/<uuid:work>/", withdrawals.report, name="withdraw_report"),
    path("research/reports/<str:slug>/tried/", replications.tried, name="tried"),
    path("my/tried/", replications.my_replications, name="my_replications"),
    path("my/tried/<int:pk>/delete/", replications.delete, name="delete_replication"),
    path("my/editing/replications/", replications.desk, name="replications"),
    path("my/editing/replications/<int:pk>/", replications.decide, name="decide_replication"),
    path("my/editing/dois/", deposits.desk, name="dois"),
    path("my/research/<int:pk>/files/", attachments.files, name="my_inquiry_files"),
    path("my/research/<int:pk>/files/<int:number>/", attachments.file, name="my_inquiry_file"),
    path("my/research/<int:pk>/files/<int:number>/remove/", attachments.remove, name="remove_attachment"),
    path("my/research/<int:pk>/word/", word.bring_in, name="my_inquiry_word"),
    path("my/research/<int:pk>/draft.docx", word.take_out, name="my_inquiry_docx"),
    path("my/research/<int:pk>/references/", references.references, name="my_inquiry_references"),
    path("my/research/<int:pk>/references/<int:reference>/", references.reference, name="my_inquiry_reference"),
    path("my/research/<int:pk>/references/<int:reference>/remove/", references.remove, name="remove_reference"),
    path("my/research/<int:pk>/ethics/", safety.ethics, name="my_inquiry_ethics"),
    path("my/research/<int:pk>/flags/", safety.flag, name="answer_flag"),
    path("my/research/<int:pk>/comments/<slug:name>/", comments.comments, name="my_inquiry_comments"),
    path("my/research/<int:pk>/people/<int:person>/", people.person, name="my_inquiry_person"),
    path("my/research/<int:pk>/people/<int:person>/place/", people.place, name="place_person"),
    path("my/research/<int:pk>/people/<int:person>/invite/", people.invite_again, name="invite_again"),
    path("my/research/<int:pk>/people/<int:person>/give/", people.give, name="hand_over_inquiry"),
    path("my/research/<int:pk>/pupils/", pupils.pupils, name="my_inquiry_pupils"),
    path("my/research/<int:pk>/pupils/<int:pupil>/", pupils.pupil, name="my_inquiry_pupil"),
    path("my/research/<int:pk>/pupils/<int:pupil>/remove/", pupils.remove, name="remove_pupil"),
]
