from django.urls import path

from . import views

urlpatterns = [
    path("media/private/<path:path>", views.private_media, name="private_media"),
    path("media/<path:path>", views.media, name="media"),
]
