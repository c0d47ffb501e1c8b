from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "camtree.navigation"
    label = "navigation"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.navigation.models import Menu, Notice

        forget_when_saved(Menu, Notice)
