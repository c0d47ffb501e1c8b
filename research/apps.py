from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "research"

    def ready(self) -> None:
        from camtree.core.page_cache import forget_when_saved
        from research import contexts  # noqa: F401 - contexts register when they are imported
        from research.models import VOCABULARIES

        forget_when_saved(*VOCABULARIES.values())
