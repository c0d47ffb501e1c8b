"""Registrations of interest in the admin: a list to filter, a form for status and notes, files for a spreadsheet."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from camtree.core.admin import CountedMenuItem, SafeIndexView
from camtree.core.words.languages import language_name
from home.models import Interest, InterestRegistration, InterestStatus


def _countries() -> list[tuple[str, str]]:
    codes = InterestRegistration.objects.order_by().exclude(country="").values_list("country", flat=True).distinct()
    return sorted(((str(code), str(Country(code).name)) for code in codes), key=lambda item: item[1])


def _languages() -> list[tuple[str, str]]:
    codes = {code for row in InterestRegistration.objects.values_list("languages", flat=True) for code in row}
    return sorted(((code, language_name(code)) for code in codes), key=lambda item: item[1])


class InterestFilterSet(WagtailFilterSet):
    """How far, for what, from where, in which language, when."""

    status = django_filters.ChoiceFilter(choices=InterestStatus.choices, label=_("Status"))
    interest = django_filters.ChoiceFilter(choices=Interest.choices, label=_("Interest"), method="filter_listed")
    country = django_filters.ChoiceFilter(choices=_countries, label=_("Country"))
    language = django_filters.ChoiceFilter(choices=_languages, label=_("Language"), method="filter_listed")
    registered_at = django_filters.DateFromToRangeFilter(label=_("Registered"), widget=DateRangePickerWidget)

    class Meta:
        model = InterestRegistration
        fields = ["status", "interest", "country", "language", "registered_at"]

    def filter_listed(self, rows: QuerySet[InterestRegistration], name: str, value: str) -> QuerySet[Any]:
        """Rows whose list holds the value. The lists are JSON: their text is searched, which every database can."""
        return rows.filter(**{f"{name}s__icontains": f'"{value}"'})


class InterestIndexView(SafeIndexView):
    """The list, the newest first."""

    filterset_class = InterestFilterSet
    columns = [
        TitleColumn("name", label=_("Name"), url_name="interest:edit", sort_key="name"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        Column("interests", label=_("Interests"), accessor=lambda row: ", ".join(row.interest_names)),
        Column("country", label=_("Country"), accessor="country.name", sort_key="country"),
        Column("organisation", label=_("Organisation")),
        DateColumn("registered_at", label=_("Registered"), sort_key="registered_at"),
        Column("handled_by", label=_("Handled by")),
    ]
    list_export = [
        "registered_at",
        "status",
        "name",
        "email",
        "role",
        "organisation",
        "country.name",
        "languages",
        "interests",
        "message",
        "page_language",
        "consent",
        "notes",
        "handled_by",
    ]
    export_filename = "registrations-of-interest"

    def get_base_queryset(self) -> QuerySet[InterestRegistration]:
        return InterestRegistration.objects.select_related("handled_by", "consent")

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if field in {"handled_by", "consent"}:
            value = "" if value is None else str(value)
        return super().preprocess_field_value(field, value, export_format)


class InterestEditView(generic.EditView):
    """What was sent stays as it was; status and notes are ours. Whoever saves has dealt with it."""

    def save_instance(self) -> InterestRegistration:
        self.form.instance.handled_by = self.request.user
        return super().save_instance()


class ListPanel(FieldPanel):
    """A list of codes, shown in words."""

    def format_value_for_display(self, value: list[str]) -> str:
        names = dict(Interest.choices)
        if self.field_name == "languages":
            return ", ".join(language_name(code) for code in value)
        return ", ".join(str(names.get(code, code)) for code in value)


def _sent(name: str) -> FieldPanel:
    panel = ListPanel if name in {"languages", "interests"} else FieldPanel
    return panel(name, read_only=True)


class InterestViewSet(ModelViewSet):
    """People who asked to hear from us."""

    model = InterestRegistration
    icon = "user"
    name = "interest"
    menu_label = _("Registrations of interest")
    index_view_class = InterestIndexView
    edit_view_class = InterestEditView
    copy_view_enabled = False
    search_fields = ("name", "email", "organisation", "message", "notes")
    ordering = ("-registered_at",)
    panels = [
        FieldRowPanel([FieldPanel("status"), _sent("handled_by")]),
        FieldPanel("notes"),
        MultiFieldPanel(
            [
                FieldRowPanel([_sent("name"), _sent("email")]),
                FieldRowPanel([_sent("role"), _sent("organisation"), _sent("country")]),
                FieldRowPanel([_sent("languages"), _sent("interests")]),
                _sent("message"),
                FieldRowPanel([_sent("registered_at"), _sent("page_language"), _sent("consent")]),
            ],
            heading=_("What was sent"),
        ),
    ]

    def get_menu_item(self, order: int | None = None) -> CountedMenuItem:
        return CountedMenuItem(
            label=self.menu_label,
            url=self.menu_url,
            name="interest",
            icon_name=self.icon,
            order=self.get_menu_item_order(order),
            count=lambda: InterestRegistration.objects.filter(status=InterestStatus.NEW).count(),
            policy_of=InterestRegistration,
        )
