from django.apps import AppConfig


class DomainsConfig(AppConfig):
    name = "camtree.domains"
    label = "domains"
