from django.urls import path

from camtree.search import views

urlpatterns = [path("search/", views.search, name="search")]
