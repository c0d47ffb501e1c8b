"""The form in which editors write a report."""

import pytest
from wagtail.admin.panels import get_edit_handler

from research.models import ReportPage


@pytest.mark.django_db
def test_every_fact_that_readers_see_can_be_written() -> None:
    form = get_edit_handler(ReportPage).get_form_class()
    told = {field.name for field in ReportPage.api_fields}
    assert told <= {*form.base_fields, *form._meta.formsets}
