"""Addresses of the library that are no pages: citations, lists to take along, words and authors."""

from django.urls import path

from research.library import views

urlpatterns = [
    path("research/reports/<str:slug>/cite/", views.cite, name="cite_report"),
    path("research/reports/<str:slug>/cite/<str:kind>/", views.cite_as, name="cite_report_as"),
    path("research/collections/<str:slug>/cite/<str:kind>/", views.cite_collection_as, name="cite_collection_as"),
    path("research/export/<str:kind>/", views.export_found, name="export_found"),
    path("research/terms/", views.terms, name="terms"),
    path("research/authors/<str:key>/", views.author, name="author"),
]
