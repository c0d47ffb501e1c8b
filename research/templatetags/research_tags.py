"""What templates print about reports."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from camtree.core.words.locales import active_locale
from camtree.vocabularies.queries import term_names
from research.inquiries import figures, manuscript
from research.inquiries.models import Attachment, Inquiry
from research.library.citing.styles import in_style
from research.library.citing.works import Original, cited_alone
from research.library.facts import ON_PAGE, Told, Way, told, ways_of_terms
from research.library.models import ReportPage
from research.reading.models import ListedWork
from research.reading.queries import kept_by
from research.review.rounds import Asked, rubric_for

register = template.Library()


@register.simple_tag(takes_context=True)
def lists_with(context: Context, report: ReportPage) -> list[ListedWork]:
    """Where whoever is signed in has saved a report."""
    user: Any = getattr(context.get("request"), "user", None)
    return list(kept_by(user, report.translation_key)) if user is not None and user.is_authenticated else []


@dataclass(frozen=True)
class Terms:
    """A report's vocabulary terms in the reader's language, each with its way into the library."""

    phases: list[Way]
    subjects: list[Way]
    approaches: list[Way]

    @property
    def phase_names(self) -> list[str]:
        return [way.words for way in self.phases]

    @property
    def tags(self) -> list[Way]:
        """What stands on a card."""
        return [*self.phases, *self.subjects, *self.approaches]


def _names(context: Context) -> dict[str, dict[str, str]]:
    """Names of all terms, looked up once for a page."""
    request = context.get("request")
    kept = getattr(request, "_camtree_term_names", None)
    if kept is None:
        kept = term_names(active_locale())
        if request is not None:
            request._camtree_term_names = kept
    return kept


def _named(context: Context, vocabulary: str, terms: Any) -> list[str]:
    names = _names(context).get(vocabulary, {})
    return [names.get(term.slug, term.name) for term in terms]


@register.simple_tag
def apa(report: ReportPage, address: str, doi: str, original: Original | None = None) -> SafeString:
    """A report as APA wants it cited, of what its page has loaded, in the language of its page. `doi` is the whole
    address of one."""
    doi = doi.removeprefix("https://doi.org/")
    return in_style("apa", cited_alone(report, address=address, doi=doi, original=original), today=timezone.localdate())


@register.simple_tag(takes_context=True)
def report_terms(context: Context, report: ReportPage) -> Terms:
    """Phases, subjects and approaches of a report."""
    names = _names(context)
    return Terms(*(ways_of_terms(vocabulary, report, names) for vocabulary in ("phases", "subjects", "approaches")))


@register.simple_tag(takes_context=True)
def names_of(context: Context, vocabulary: str, terms: Any) -> list[str]:
    """Terms of one vocabulary by name."""
    return _named(context, vocabulary, terms)


@register.simple_tag(takes_context=True)
def told_of(context: Context, report: ReportPage, group: str) -> list[Told]:
    """What stands beside a report: the facts of one group of `research.library.facts.ON_PAGE`."""
    return told(report, _names(context), ON_PAGE[group])


@register.simple_tag
def rubric_of(inquiry: Inquiry) -> list[Asked]:
    """What reviewers will be asked about a draft; the room of drafts does not know them."""
    return rubric_for(inquiry)


@register.filter
def orcid_address(orcid: str) -> str:
    """Public address of an ORCID iD."""
    return f"https://orcid.org/{orcid}" if orcid else ""


@register.filter
def as_markdown(html: str) -> str:
    """A part of a draft as plain text with Markdown marks, for a text area."""
    return manuscript.as_markdown(html)


@register.filter
def at(values: dict[str, Any], name: str) -> Any:
    """`values[name]`, "" where there is none."""
    return values.get(name, "")


@register.filter
def shared_by(html: str, token: str) -> SafeString:
    """The clean text of a draft for who reads it by a link: pictures are fetched with the link's own word."""
    return mark_safe(figures.with_addresses(html, lambda key: f"{figures.address_of(key)}?share={token}"))


@register.filter
def placed_by(attachment: Attachment) -> str:
    """What to type where no script runs, to place a picture in a text."""
    return figures.markdown_of(attachment.key, attachment.alt, attachment.title)
