"""What the admin does about languages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TranslatableMixin

from camtree.translation import reports, views
from camtree.translation.access import is_page_locked_for, may_write_in
from camtree.translation.menus import take_the_place_of_localizes

take_the_place_of_localizes()


@hooks.register("register_admin_urls", order=-1)
def guarded_addresses() -> list[Any]:
    """The addresses of wagtail-localize with our views behind them; the first match wins."""
    return [
        path("localize/submit/page/<int:page_id>/", views.SubmitPageTranslationView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            views.SubmitSnippetTranslationView.as_view(),
        ),
        path("localize/update/<int:translation_source_id>/", views.UpdateTranslationsView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", views.convert_to_alias),
        path("localize/reports/translations/", views.TranslationsReportView.as_view()),
        path("localize/reports/translations/results/", views.TranslationsReportView.as_view(results_only=True)),
        path(
            "localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
            views.edit_string,
        ),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            views.edit_override,
        ),
        path("localize/translate/<int:translation_id>/pofile/download/", views.download_po),
        path("localize/translate/<int:translation_id>/pofile/upload/", views.upload_po),
        path("localize/translate/<int:translation_id>/machine_translate/", views.machine_translate),
        path("localize/translate/<int:translation_id>/preview/", views.preview),
        path("localize/translate/<int:translation_id>/preview/<str:mode>/", views.preview),
        path("localize/translate/<int:translation_id>/disable/", views.stop),
        path(
            "localize/translate/<int:translation_id>/submit/",
            views.submit_for_moderation,
            name="submit_translation_for_moderation",
        ),
        path("reports/untranslated/", reports.UntranslatedView.as_view(), name="untranslated_report"),
        path(
            "reports/untranslated/results/",
            reports.UntranslatedView.as_view(results_only=True),
            name="untranslated_report_results",
        ),
    ]


@hooks.register("before_edit_page", order=-1)
def change_and_tell(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """wagtail-localize asks neither for locks nor for what is missing, and publishes without a word to the translator.
    Runs before it takes the request over."""
    return views.change_translation(request, page) if request.method == "POST" else None


@hooks.register("construct_page_action_menu")
def alias_only_for_publishers(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nobody sees a button that leads to a refusal."""
    page = context.get("page")
    if page is not None and not page.permissions_for_user(request.user).can_publish():
        items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


@hooks.register("before_edit_snippet", order=-1)
def edit_only_own_language(request: HttpRequest, instance: Any) -> None:
    """Rows in a language belong to those who write in it. Runs before wagtail-localize takes the request over."""
    if isinstance(instance, TranslatableMixin) and not may_write_in(request.user, instance.locale):
        raise PermissionDenied
    if request.method == "POST" and is_page_locked_for(request.user, instance):
        raise PermissionDenied


@hooks.register("before_delete_snippet", order=-1)
def delete_only_own_language(request: HttpRequest, instances: Any) -> None:
    for instance in instances:
        edit_only_own_language(request, instance)


class TranslatorsMenuItem(MenuItem):
    """A menu entry for those who translate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("wagtail_localize.submit_translation"))


@hooks.register("register_reports_menu_item")
def untranslated_menu_item() -> MenuItem:
    return TranslatorsMenuItem(
        _("Not yet translated"), reverse("untranslated_report"), name="untranslated", icon_name="globe", order=8900
    )


@hooks.register("construct_reports_menu")
def translations_report_for_translators(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Nobody sees an entry that leads to a refusal; and each reads its name in their own language: wagtail-localize
    puts it into words once, in that of whoever opens the menu first."""
    url = reverse("wagtail_localize:translations_report")
    for item in menu_items:
        if item.url == url:
            item.label = _("Translations")
    if not request.user.has_perm("wagtail_localize.submit_translation"):
        menu_items[:] = [item for item in menu_items if item.url != url]
