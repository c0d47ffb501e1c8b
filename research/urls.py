"""Addresses of the research section that are no pages."""

from django.urls import include, path

from research.inquiries import urls as inquiries
from research.library import urls as library
from research.publishing import urls as publishing
from research.reading import urls as reading
from research.review import urls as review

urlpatterns = [
    *inquiries.urlpatterns,
    *review.urlpatterns,
    *publishing.urlpatterns,
    *library.urlpatterns,
    *reading.urlpatterns,
    # One look tells every other address apart from them.
    path("my/", include([*inquiries.my, *review.my, *publishing.my, *reading.my])),
]
