from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "camtree.demo"
    label = "demo"
