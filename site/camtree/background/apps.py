from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "camtree.background"
    label = "background"

    def ready(self) -> None:
        from dataclasses import asdict

        from django.utils import timezone

        from camtree.background import queue, schedules  # noqa: F401 - they register what is done from time to time
        from camtree.core.http import health

        health.details.add("tasks", lambda: asdict(queue.queue_state(timezone.now())))
