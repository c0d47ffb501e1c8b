"""Addresses of the learning section that are no pages."""

from django.urls import include, path

from learning.assignments import urls as assignments
from learning.certificates import urls as certificates
from learning.cohorts import urls as cohorts
from learning.offline import urls as offline
from learning.packages import urls as packages
from learning.quizzes import urls as quizzes
from learning.studying import urls as studying

urlpatterns = [
    *studying.urlpatterns,
    *cohorts.urlpatterns,
    # One look tells every other address apart from them.
    path(
        "my/",
        include(
            [
                *studying.my,
                *offline.my,
                *assignments.my,
                *quizzes.my,
                *certificates.my,
                *packages.my,
                *cohorts.my,
            ]
        ),
    ),
]
