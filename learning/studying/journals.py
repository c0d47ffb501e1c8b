"""A learner's journal of a course, to read and to take along."""

from collections.abc import Iterable

from camtree.core.templatetags.core_tags import local_date
from learning.courses.models import Step
from learning.studying.models import Enrolment, JournalEntry


def journal_of(enrolment: Enrolment) -> list[JournalEntry]:
    """What was written, in the order of the course; at questions that the course no longer has, last."""
    places = dict(Step.objects.filter(course_key=enrolment.course_key, retired_at=None).values_list("key", "position"))
    entries = enrolment.journal.exclude(text="")
    return sorted(entries, key=lambda entry: places.get(entry.step_key, len(places) + 1))


def notes_of(enrolment: Enrolment, steps: Iterable[Step]) -> dict[str, JournalEntry]:
    """What was written at these steps, by their key as text; asks nothing of none."""
    keys = [step.key for step in steps]
    entries = JournalEntry.objects.filter(enrolment=enrolment.pk, step_key__in=keys) if keys else ()
    return {str(entry.step_key): entry for entry in entries}


def journal_file(title: str, entries: Iterable[JournalEntry]) -> str:
    """The journal as Markdown: questions as headings, answers below them with their day."""
    parts = [f"# {title}"]
    for entry in entries:
        parts += [f"## {' '.join(entry.prompt.split())}", local_date(entry.saved_at), entry.text.strip()]
    return "\n\n".join(parts) + "\n"
