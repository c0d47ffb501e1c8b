from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "camtree.search"
    label = "search"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.search import indexing
        from camtree.search.models import Synonyms

        indexing.connect()
        forget_when_saved(Synonyms)
