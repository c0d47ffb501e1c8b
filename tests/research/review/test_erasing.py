"""What stays of shared drafts when one of their authors goes."""

from typing import Any

import pytest
from wagtail.models import Revision

from camtree.members.personal_data import erase
from research.inquiries.choices import Access
from research.models import InquiryPerson, ReportAuthor, ReportPage, Submission
from tests.factories.inquiries import make_submission
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def shared(name: str, words: str, email: str = "gone@school.test") -> tuple[Submission, Any]:
    """A draft under review with a second author of this name, and the words in its first part."""
    member = make_member(name, email=email)

    def add(inquiry: Any) -> None:
        InquiryPerson.objects.create(inquiry=inquiry, user=member, name=name, email=email, access=Access.WRITE)

    submission = make_submission()
    add(submission.inquiry)
    submission.manuscript = submission.manuscript | {
        "authors": [*submission.manuscript["authors"], name],
        "parts": {"context": f"<p>{words}</p>"},
    }
    submission.save()
    return submission, member


@pytest.mark.parametrize(
    ("name", "words", "left"),
    [
        # A name that is a word takes no word out of a manuscript.
        ("Will", "Pupils will speak and will listen.", "Pupils will speak and will listen."),
        ("Grace May", "They may speak with grace.", "They may speak with grace."),
        ("Achieng Odera", "We thank Achieng Odera for her room.", "We thank — for her room."),
        ("王小明", "我们感谢王小明老师。", "我们感谢—老师。"),
    ],
)
def test_the_name_goes_and_the_words_stay(name: str, words: str, left: str) -> None:
    submission, member = shared(name, words)
    erase(member)
    submission.refresh_from_db()
    assert submission.manuscript["parts"]["context"] == f"<p>{left}</p>"
    assert name not in submission.manuscript["authors"]
    assert submission.manuscript["authors"] != []


def test_no_author_called_dash_is_left_in_what_will_be_published() -> None:
    submission, member = shared("Achieng Odera", "Nothing.")
    report = ReportPage.objects.get(pk=submission.inquiry.report_id)
    report.authors = [ReportAuthor(name="Nila Perera"), ReportAuthor(name="Achieng Odera")]
    report.save_revision()
    erase(member)
    revision = Revision.objects.for_instance(report).latest("pk")
    assert [author["name"] for author in revision.content["authors"]] == ["Nila Perera"]
    revision.publish()
    assert [author.name for author in ReportPage.objects.get(pk=report.pk).authors.all()] == ["Nila Perera"]
