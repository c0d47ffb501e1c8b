from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "camtree.search"
    label = "search"
