"""The front page asks the database as few things where editors feature twelve works of each kind as where one."""

import pytest

from home.models import HomePage
from tests.factories.pages import make_collection, make_course, make_full_lead, make_full_report, make_webinar
from tests.queries import in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_a_front_page_with_many_featured() -> None:
    homes = list(HomePage.objects.filter(locale__language_code__in=["en", "ar"]))
    assert len(homes) == 2
    make_webinar()

    def feature_more(number: int) -> None:
        for place in range(number):
            make_full_report(f"New {place}")
            report, lead = make_full_report(f"Inquiry {place}"), make_full_lead(f"Lead {place}")
            collection = make_collection([report], f"Collection {place}")
            course = make_course(f"Course {place}")
            for home in homes:
                home.featured_reports.append(("page", report))
                home.featured_collections.append(("page", collection))
                home.featured_courses.append(("page", course))
                home.featured_leads.append(("page", lead))
        for home in homes:
            home.save_revision().publish()

    same_at_one_and_twelve(feature_more, *in_languages("/en/", 18, 'class="card lead-card"'))
