"""What a change would do to learners, in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camtree.core.templatetags.core_tags import number
from camtree.core.words.languages import language_name
from learning.editing.impacts import Impact
from learning.editing.plans import LostLanguage


def sentences(impact: Impact) -> Iterator[str]:
    """A sentence or two for each thing that would happen, the losses first."""
    yield ngettext(
        "%(number)s learner takes this course and has not finished it.",
        "%(number)s learners take this course and have not finished it.",
        impact.learners,
    ) % {"number": number(impact.learners)}
    for step in impact.gone:
        told = [_("“%(title)s” would no longer be part of the course.") % {"title": step.name}]
        if step.done:
            words = ngettext(
                "%(number)s learner has done it. That is kept, and counts no more.",
                "%(number)s learners have done it. That is kept, and counts no more.",
                step.done,
            )
            told.append(words % {"number": number(step.done)})
        if step.begun:
            words = ngettext(
                "%(number)s learner has begun it and could not finish it.",
                "%(number)s learners have begun it and could not finish it.",
                step.begun,
            )
            told.append(words % {"number": number(step.begun)})
        yield " ".join(told)
    for title in impact.newly_required:
        yield _("“%(title)s” would be required.") % {"title": title}
    if impact.more:
        words = ngettext(
            "%(number)s learner who is under way would have more to do.",
            "%(number)s learners who are under way would have more to do.",
            impact.more,
        )
        yield words % {"number": number(impact.more)}
    if impact.lost:
        words = ngettext(
            "Of %(met)s learner who meets what the certificate asks for, %(lost)s would not meet it any more.",
            "Of %(met)s learners who meet what the certificate asks for, %(lost)s would not meet it any more.",
            impact.met,
        )
        yield words % {"met": number(impact.met), "lost": number(impact.lost)}
    if impact.gained:
        words = ngettext(
            "%(number)s learner more would meet what the certificate asks for, and gets it with the next step they do.",
            "%(number)s learners more would meet what the certificate asks for, and get it with the next step they do.",
            impact.gained,
        )
        yield words % {"number": number(impact.gained)}
    if impact.certificates:
        words = ngettext(
            "%(number)s certificate has been earned. It stays.",
            "%(number)s certificates have been earned. They stay.",
            impact.certificates,
        )
        yield words % {"number": number(impact.certificates)}


def sentence_about(lost: LostLanguage) -> str:
    """Who reads a language that goes, and what they get instead."""
    words = ngettext(
        "%(number)s learner reads “%(title)s” in %(language)s and would get it in %(instead)s.",
        "%(number)s learners read “%(title)s” in %(language)s and would get it in %(instead)s.",
        lost.readers,
    )
    return words % {
        "number": number(lost.readers),
        "title": lost.title,
        "language": language_name(lost.language),
        "instead": language_name(lost.instead),
    }
