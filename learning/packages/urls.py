"""Addresses of packages in a course."""

from django.urls import path

from learning.packages import views

# Below /my/.
my = [
    path("courses/<uuid:course>/packages/<uuid:step>/", views.package, name="package"),
    path("courses/<uuid:course>/packages/<uuid:step>/open/", views.begin, name="open_package"),
    path("courses/<uuid:course>/packages/<uuid:step>/keep/", views.keep, name="keep_package"),
]
