from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from camtree.core.caching.generation import forget_when_saved
        from camtree.events.sources import register_source
        from webinars import contexts, findable, timed  # noqa: F401 - they register when they are imported
        from webinars.models import WebinarSeries
        from webinars.recordings import personal_data as of_recordings
        from webinars.registrations import personal_data
        from webinars.registrations import signals as _of_registrations  # noqa: F401 - the same
        from webinars.registrations.calendars import webinars_of

        of_recordings.declare()
        forget_when_saved(WebinarSeries)
        register_source("webinars", webinars_of)
        personal_data.declare()
