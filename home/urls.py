from django.urls import path

from home import views

urlpatterns = [
    path("register-interest/", views.register_interest_view, name="register_interest"),
    path("register-interest/thanks/", views.register_interest_done, name="register_interest_done"),
]
