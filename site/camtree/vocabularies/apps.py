from django.apps import AppConfig


class VocabulariesConfig(AppConfig):
    name = "camtree.vocabularies"
    label = "vocabularies"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.vocabularies.models import VOCABULARIES

        forget_when_saved(*VOCABULARIES.values())
