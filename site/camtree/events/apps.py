from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "camtree.events"
    label = "events"
