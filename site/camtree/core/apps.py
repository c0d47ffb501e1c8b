from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "camtree.core"
    label = "core"

    def ready(self) -> None:
        from camtree.core import checks, decided_once, generation, workflow_mails  # noqa: F401  (registers system checks)

        decided_once.connect()
        generation.connect()
        workflow_mails.connect()
