from django.urls import path

from camtree.media.resumable import views

urlpatterns = [
    path("recordings/uploads/", views.uploads_view, name="resumable_uploads"),
    path("recordings/uploads/<uuid:key>/", views.upload_view, name="resumable_upload"),
]
