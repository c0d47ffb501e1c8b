from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "camtree.members"
    label = "members"
