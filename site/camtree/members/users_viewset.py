"""Lists and forms of accounts in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views import users

from camtree.members.forms import AdminUserCreationForm, AdminUserEditForm
from camtree.members.models import User


class IndexView(users.IndexView):
    """Accounts, found by name or address."""

    @cached_property
    def columns(self) -> list[Column]:
        name = self._get_title_column_class(users.UserColumn)
        return [
            name("name", accessor=str, label=_("Name"), sort_key="display_name", get_url=self.get_edit_url),
            Column("email", label=_("E-mail"), sort_key="email", width="25%"),
            Column("roles", label=_("Roles"), accessor=self.roles_of, width="20%"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self) -> set[str]:
        return {"display_name", "email"}

    @staticmethod
    def roles_of(user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join([str(_("Everything")), *names] if user.is_superuser else names)

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering.replace("name", "display_name"))
        return super().order_queryset(queryset)


class FormForRequestMixin:
    """Tells the form who fills it in: nobody hands out more than they hold."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        return kwargs | {"changed_by": self.request.user}  # type: ignore[attr-defined]


class CreateView(FormForRequestMixin, users.CreateView):
    """A new account, made by staff."""


class EditView(FormForRequestMixin, users.EditView):
    """Only somebody who may do everything changes an account that may."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UserViewSet(users.UserViewSet):
    """Accounts in the admin."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_enabled = False
    template_prefix = "members/admin/"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AdminUserEditForm if for_update else AdminUserCreationForm
