from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "learning"

    def ready(self) -> None:
        from learning import contexts  # noqa: F401 - contexts register when they are imported
