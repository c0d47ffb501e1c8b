"""The form in which editors write a report."""

from research.models import ReportPage

# Set by actions with roles and reasons of their own.
BY_DEEDS = {"withdrawn_on"}


def test_every_fact_that_readers_see_can_be_written() -> None:
    form = ReportPage.get_edit_handler().get_form_options()
    told = {field.name for field in ReportPage.api_fields}
    assert told - BY_DEEDS - {*form["fields"], *form["formsets"]} == set()
