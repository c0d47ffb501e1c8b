from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "camtree.core"
    label = "core"

    def ready(self) -> None:
        from camtree.core import checks  # noqa: F401  (registers system checks)
        from camtree.core.caching import generation
        from camtree.core.pages import chosen, signals, workflow_locks, workflow_mails
        from camtree.core.words import keeping

        chosen.connect()
        workflow_locks.connect()
        generation.connect()
        workflow_mails.connect()
        signals.connect()
        keeping.connect()
