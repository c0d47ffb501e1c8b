from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents, recordings and their captions."""

    name = "camtree.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from wagtail.models import CollectionViewRestriction
        from wagtail.permissions import register_permission_policy

        from camtree.core.caching.generation import forget_when_saved

        from . import signals, timed  # noqa: F401 - they register when they are imported
        from .access import image_policy
        from .models import CamtreeImage

        # Exact, so that it wins over the policy that wagtail.images registers for the same model later.
        register_permission_policy(CamtreeImage, image_policy(), exact_class=True)
        forget_when_saved(CollectionViewRestriction)
