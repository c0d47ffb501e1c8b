from typing import Any

from wagtail.models import Locale

from camtree.members.models import User
from research.actions.writing import change_facts, save_part, start_inquiry
from research.models import Inquiry, ReportTemplate
from tests.factories.members import make_member

WORDS = "<p>Eleven of twenty-eight pupils spoke in the first lesson, and nineteen in the third.</p>"


def make_template(slug: str = "short-report", language: str = "en", **fields: Any) -> ReportTemplate:
    """A published template with three sections, one of which may stay empty."""
    template = ReportTemplate(
        slug=slug,
        title=fields.pop("title", "Short report"),
        description="For a first try.",
        locale=Locale.objects.get(language_code=language),
        sections=[
            ("section", {"key": "context", "heading_text": "", "prompt": "Where?", "questions": [], "example": ""}),
            (
                "section",
                {
                    "key": "findings",
                    "heading_text": "What we saw",
                    "prompt": "What changed?",
                    "questions": ["For whom?"],
                    "example": "Two more pupils spoke.",
                    "words_from": 5,
                    "words_to": 20,
                    "is_required": True,
                },
            ),
            (
                "section",
                {"key": "references", "heading_text": "", "prompt": "Which?", "questions": [], "is_required": False},
            ),
        ],
        **fields,
    )
    template.save()
    template.save_revision().publish()
    template.refresh_from_db()
    return template


def make_inquiry(member: User | None = None, **facts: Any) -> Inquiry:
    """A draft in which nothing is written yet."""
    inquiry = start_inquiry(member=member or make_member(), template=make_template(), title="Wait time and talk")
    return change_facts(inquiry=inquiry, facts=facts) if facts else inquiry


def owner_of(inquiry: Inquiry) -> User:
    owner = inquiry.people.get(access="owner").user
    assert owner is not None
    return owner


def make_ready_inquiry(member: User | None = None) -> Inquiry:
    """A draft from which nothing is missing."""
    inquiry = make_inquiry(member, country="KE")
    for part in inquiry.parts.exclude(name="references"):
        save_part(inquiry=inquiry, name=part.name, html=WORDS, number=0, member=owner_of(inquiry))
    return inquiry
