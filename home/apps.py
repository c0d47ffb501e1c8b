from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import (
            contexts,  # noqa: F401 - contexts register when they are imported
            personal_data,
        )

        personal_data.declare()
