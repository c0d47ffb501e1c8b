"""Addresses of what is taken along."""

from django.urls import path

from learning.offline import views

# Below /my/.
my = [
    path("courses/<uuid:course>/offline/", views.offline, name="offline"),
    path("courses/<uuid:course>/offline/answers/", views.answers, name="upload_answers"),
    path("courses/<uuid:course>/offline/<uuid:module>/", views.module, name="pack_module"),
    path("courses/<uuid:course>/offline/<uuid:module>/print/", views.paper, name="print_module"),
]
