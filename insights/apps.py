from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"

    def ready(self) -> None:
        from insights import contexts, findable  # noqa: F401 - they register when they are imported
