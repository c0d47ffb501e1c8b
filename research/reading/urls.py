"""Addresses of what readers keep."""

from django.urls import path

from research.reading.views import lists, searches

# Below /my/.
my = [
    path("reading/", lists.my_reading, name="my_reading"),
    path("reading/keep/<uuid:work>/", lists.keep_work, name="keep_work"),
    path("reading/lists/new/", lists.new_list, name="new_list"),
    path("reading/lists/<int:pk>/", lists.my_list, name="my_list"),
    path("reading/lists/<int:pk>/change/", lists.change_list, name="change_list"),
    path("reading/lists/<int:pk>/delete/", lists.delete_list, name="delete_list"),
    path("reading/lists/<int:pk>/share/", lists.share_list, name="share_list"),
    path("reading/works/<int:pk>/", lists.listed_work, name="listed_work"),
    path("reading/searches/save/", searches.save_search, name="save_search"),
    path("reading/searches/<int:pk>/delete/", searches.delete_search, name="delete_search"),
    path("reading/mails/", searches.my_digest, name="my_digest"),
]
urlpatterns = [
    path("lists/<str:key>/", lists.shared_list, name="shared_list"),
    path("mails/<str:key>/stop/", searches.stop_digest, name="stop_digest"),
]
