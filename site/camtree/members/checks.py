"""What is kept about people has to be declared."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import SET_NULL, EmailField, Field, Model
from simple_history.models import registered_models

from camtree.members.models import User
from camtree.members.personal_data import declared_models


def _is_about_a_person(field: Field[Any, Any]) -> bool:
    """An address, or an account that the row would keep. A pointer that is emptied with the account keeps nobody."""
    if isinstance(field, EmailField):
        return True
    return field.related_model is User and getattr(field.remote_field, "on_delete", None) is not SET_NULL


def _models_of_ours() -> list[type[Model]]:
    histories = {model.history.model for model in registered_models.values()}
    ours = [config for config in apps.get_app_configs() if config.path.startswith(str(settings.BASE_DIR))]
    return [
        model
        for config in ours
        if "site-packages" not in config.path
        for model in config.get_models()
        if model not in histories
    ]


@register()
def personal_data_is_declared(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A model that holds an address or points at an account says how it is shown, erased and forgotten."""
    declared = declared_models()
    return [
        Error(
            f"{model.__name__} holds personal data ({field.name}) that nobody declared.",
            hint="Register it with camtree.members.personal_data.register_personal_data in its AppConfig.ready().",
            obj=model,
            id="camtree.E002",
        )
        for model in _models_of_ours()
        if model not in declared
        for field in model._meta.local_fields
        if _is_about_a_person(field)
    ]
