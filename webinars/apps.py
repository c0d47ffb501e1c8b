from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from webinars import contexts, findable  # noqa: F401 - they register when they are imported
        from webinars.models import WebinarSeries
        from webinars.recordings import personal_data

        personal_data.declare()
        forget_when_saved(WebinarSeries)
