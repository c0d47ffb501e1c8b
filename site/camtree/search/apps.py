from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "camtree.search"
    label = "search"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.search import indexing, tasks, timed  # noqa: F401 - what is timed registers when it is imported
        from camtree.search.models import Synonyms

        indexing.connect()
        tasks.connect_terms()
        tasks.connect_files()
        forget_when_saved(Synonyms)
