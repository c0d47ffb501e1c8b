"""Addresses of works and of those who mark them."""

from django.urls import path

from learning.assignments.views import marking, peer_marking, works

ASSIGNMENT = "courses/<uuid:course>/assignments/<uuid:step>/"

# Below /my/.
my = [
    path("courses/<uuid:course>/assignments/<uuid:step>/", works.assignment, name="assignment"),
    path("courses/<uuid:course>/assignments/<uuid:step>/draft/", works.take_draft, name="take_draft"),
    path("marking/", marking.marking, name="marking"),
    path("works/<int:pk>/file/", works.file, name="work_file"),
    path("marking/works/<int:pk>/", works.mark, name="mark_work"),
    path(f"{ASSIGNMENT}example/", peer_marking.example, name="peer_example"),
    path(f"{ASSIGNMENT}take/", peer_marking.take, name="take_peer_work"),
    path(f"{ASSIGNMENT}marking/<int:pk>/", peer_marking.mark, name="peer_marking"),
    path(f"{ASSIGNMENT}marking/<int:pk>/file/", peer_marking.file, name="peer_marking_file"),
    path(f"{ASSIGNMENT}marking/<int:pk>/hand-back/", peer_marking.hand_back, name="hand_back_peer_work"),
    path(f"{ASSIGNMENT}appeal/", peer_marking.appeal, name="appeal_marks"),
    path("marking/appeals/<int:pk>/", peer_marking.decide, name="decide_appeal"),
]
