from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "camtree.translation"
    label = "translation"
