from typing import Any

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "camtree.translation"
    label = "translation"

    def ready(self) -> None:
        from wagtail_localize.models import TranslationSource

        TranslationSource.sync_view_restrictions = leave_privacy_alone


def leave_privacy_alone(source: Any, original: Any, translation_page: Any) -> None:
    """In the place of what wagtail-localize does with each published translation: it copies the restriction of the
    original, and deletes that of the translation where the original has none. Privacy is that of the work, whichever of
    its languages holds it (`camtree.core.pages.works`): a copy would stay where the first is lifted."""
