from django.urls import path

from leads import views

urlpatterns = [
    path("leads/<str:slug>/contact/", views.contact_lead, name="contact_lead"),
    path("leads/<str:slug>/contact/sent/", views.contact_lead_done, name="contact_lead_done"),
]
