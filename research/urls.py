"""Addresses of the research section that are no pages."""

from django.urls import path

from research.views import writing

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
    path("drafts/<str:token>/", writing.shared, name="shared_inquiry"),
]
