"""Addresses of drafts: writing alone and together."""

from django.urls import path

from research.inquiries.views import attachments, comments, people, pupils, references, safety, word, writing

# Below /my/.
my = [
    path("research/", writing.my_research, name="my_research"),
    path("research/start/", writing.start, name="start_inquiry"),
    path("research/invitations/<str:token>/", writing.invitation, name="inquiry_invitation"),
    path("research/<int:pk>/", writing.write, name="my_inquiry"),
    path("research/<int:pk>/save/", writing.save, name="save_inquiry"),
    path("research/<int:pk>/here/", writing.here, name="here_at_inquiry"),
    path("research/<int:pk>/facts/", writing.facts, name="my_inquiry_facts"),
    path("research/<int:pk>/people/", writing.people, name="my_inquiry_people"),
    path("research/<int:pk>/people/<int:person>/remove/", writing.remove_person, name="remove_person"),
    path("research/<int:pk>/share/", writing.share, name="share_inquiry"),
    path("research/<int:pk>/history/<slug:name>/", writing.history, name="my_inquiry_history"),
    path("research/<int:pk>/files/", attachments.files, name="my_inquiry_files"),
    path("research/<int:pk>/files/paste/", attachments.paste, name="paste_picture"),
    path("research/<int:pk>/files/<int:number>/", attachments.file, name="my_inquiry_file"),
    path("research/<int:pk>/files/<int:number>/remove/", attachments.remove, name="remove_attachment"),
    path("research/<int:pk>/word/", word.bring_in, name="my_inquiry_word"),
    path("research/<int:pk>/draft.docx", word.take_out, name="my_inquiry_docx"),
    path("research/<int:pk>/references/", references.references, name="my_inquiry_references"),
    path("research/<int:pk>/references/<int:reference>/", references.reference, name="my_inquiry_reference"),
    path("research/<int:pk>/references/<int:reference>/remove/", references.remove, name="remove_reference"),
    path("research/<int:pk>/ethics/", safety.ethics, name="my_inquiry_ethics"),
    path("research/<int:pk>/flags/", safety.flag, name="answer_flag"),
    path("research/<int:pk>/comments/<slug:name>/", comments.comments, name="my_inquiry_comments"),
    path("research/<int:pk>/people/<int:person>/", people.person, name="my_inquiry_person"),
    path("research/<int:pk>/people/<int:person>/place/", people.place, name="place_person"),
    path("research/<int:pk>/people/<int:person>/invite/", people.invite_again, name="invite_again"),
    path("research/<int:pk>/people/<int:person>/give/", people.give, name="hand_over_inquiry"),
    path("research/<int:pk>/pupils/", pupils.pupils, name="my_inquiry_pupils"),
    path("research/<int:pk>/pupils/<int:pupil>/", pupils.pupil, name="my_inquiry_pupil"),
    path("research/<int:pk>/pupils/<int:pupil>/remove/", pupils.remove, name="remove_pupil"),
]
urlpatterns = [
    path("drafts/<str:token>/", writing.shared, name="shared_inquiry"),
]
