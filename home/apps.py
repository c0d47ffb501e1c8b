from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import (
            contexts,  # noqa: F401 - contexts register when they are imported
            findable,  # noqa: F401 - the same
            personal_data,
        )

        personal_data.declare()
