from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents, recordings and their captions."""

    name = "camtree.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from . import signals  # noqa: F401 - receivers register when they are imported
