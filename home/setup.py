"""What a new CamTREE starts with: languages, the section pages, their words, vocabularies, menus, consents and roles.

Every step looks first whether its work is done, so `manage.py setup_site` may run with each deployment. It never
changes words that are there already: those belong to the editors.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, pgettext
from wagtail.models import GroupApprovalTask, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from camtree.core.http.addresses import NOT_NAMES
from camtree.core.pages.models import BasePage
from camtree.core.words.content_files import ContentFile, StreamWriter, read
from camtree.members.models import ConsentText
from camtree.navigation.models import Menu
from camtree.search.indexing import indexed_at_the_end
from camtree.translation.actions import texts_with, translate
from camtree.vocabularies.models import VOCABULARIES
from home.models import HomePage, RegisterInterestPage, StandardPage
from home.roles import grant_model_permissions, grant_place_permissions
from insights.models import InsightIndexPage
from leads.models import LeadIndexPage
from learning.models import CourseIndexPage
from research.inquiries.template_words import review_words_in, rubric_in_words, templates_in
from research.models import (
    CollectionIndexPage,
    DecisionLetter,
    LibraryPage,
    PeerReviewTask,
    ReportIndexPage,
    ReportTemplate,
    ReviewRubric,
)
from webinars.models import WebinarIndexPage

STARTER = Path(__file__).parent / "starter"
RUBRIC = "classroom-inquiry"
EDITORIAL_CHECK, PEER_REVIEW, REVIEW_WORKFLOW = "Editorial check", "Peer review", "Report review"
VOCABULARY_FILE = Path(settings.BASE_DIR) / "site/camtree/vocabularies/vocabularies.toml"

# Name of the file, type of the page, name of its parent. Slugs of these pages are the same in every language.
SECTIONS: list[tuple[str, type[BasePage], str]] = [
    ("home", HomePage, ""),
    ("research", LibraryPage, "home"),
    ("reports", ReportIndexPage, "research"),
    ("collections", CollectionIndexPage, "research"),
    ("learning", CourseIndexPage, "home"),
    ("webinars", WebinarIndexPage, "home"),
    ("leads", LeadIndexPage, "home"),
    ("insights", InsightIndexPage, "home"),
    # Before the pages of text, which point at it.
    ("register-interest", RegisterInterestPage, "home"),
    ("about", StandardPage, "home"),
    ("privacy", StandardPage, "home"),
    ("accessibility", StandardPage, "home"),
]
WITH_BODY = (StandardPage, RegisterInterestPage)


@transaction.atomic
@indexed_at_the_end()
def set_up_site(languages: Iterable[str] | None = None) -> None:
    """Everything a new site needs before its first editor signs in. Safe to repeat.

    `languages` limits the translations of the section pages, for tests that have no time for all of them.
    """
    locales = make_locales()
    grant_model_permissions()
    make_vocabularies(locales)
    make_report_templates(locales, languages)
    make_review_words(locales, languages)
    make_consent_texts()
    pages = make_sections()
    name_site()
    for name, page in pages.items():
        translate_section(page, read(STARTER / f"{name}.md"), locales, languages)
    make_menus(locales, pages)
    grant_place_permissions()
    make_workflows()


def make_locales() -> dict[str, Locale]:
    """A locale for each language of the interface, by code."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}


def make_sections() -> dict[str, BasePage]:
    """The English section pages, by the name of their file; the site's root is the English home page."""
    pages: dict[str, BasePage] = {}
    english = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    for name, model, parent in SECTIONS:
        found = model.objects.filter(locale=english)
        page = found.filter(slug=name).first() if model is StandardPage else found.first()
        if page is None:
            file = read(STARTER / f"{name}.md")
            page = model(
                title=file.facts["title"],
                slug=name,
                locale=english,
                introduction=file.facts.get("introduction", ""),
                **_body(file, model, name),
            )
            where = pages[parent] if parent else _empty_root()
            where.add_child(instance=page)
            page.save_revision().publish()
            if not parent:
                _serve(page)
        pages[name] = page
    return pages


def _body(file: ContentFile, model: type[BasePage], name: str) -> dict[str, Any]:
    if model not in WITH_BODY:
        return {}
    values: dict[str, Any] = {"body": _writer(name).blocks(file.text)}
    if model is RegisterInterestPage:
        values["thanks"] = file.facts.get("thanks", "")
    return values


def _writer(name: str) -> StreamWriter:
    def nothing(_name: str) -> None:
        return None

    return StreamWriter(f"starter/{name}", page=_page_at, image=nothing, document=nothing, recording=nothing)


def _page_at(address: str) -> int | None:
    """Primary key of the English page at an address without language, such as /register-interest/."""
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is None:
        return None
    return Page.objects.filter(url_path=f"{home.url_path}{address.strip('/')}/").values_list("pk", flat=True).first()


def _empty_root() -> Page:
    """The root of the tree, without the page that Wagtail's own migrations put there to say hello."""
    root = Page.get_first_root_node()
    for page in root.get_children():
        if page.specific_class is Page:
            Site.objects.filter(root_page=page).delete()
            page.delete()
    return Page.get_first_root_node()


def _serve(home: Page) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME
        )
    else:
        site.root_page = home
        site.save()


def name_site() -> None:
    """Host and port of the default site, from PUBLIC_BASE_URL, as long as nobody has given it a name.

    Wagtail's mails and its API find the addresses of pages there.
    """
    site = Site.objects.filter(is_default_site=True, hostname__in=NOT_NAMES).first()
    public = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    named = {"hostname": public.hostname, "port": public.port or (443 if public.scheme == "https" else 80)}
    if site is None or not public.hostname or Site.objects.filter(**named).exists():
        return
    site.hostname, site.port = named.values()
    site.save()


def translate_section(
    page: BasePage, original: ContentFile, locales: dict[str, Locale], languages: Iterable[str] | None
) -> None:
    """The section page in every other language (or those of `languages`), where it is not there yet."""
    have = set(page.get_translations().values_list("locale__language_code", flat=True))
    for file in original.translations():
        if file.language in have or (languages is not None and file.language not in languages):
            continue
        values = {"title": file.facts["title"], "introduction": file.facts.get("introduction", "")}
        texts = texts_with(page, **values, **_body(file, type(page), original.slug))
        # A home page is the root of its language: its slug must differ from its sister's beside it.
        texts.strings.pop("slug", None)
        translate(source=page, locale=locales[file.language], texts=texts, publish=True)


def make_vocabularies(locales: dict[str, Locale]) -> None:
    """Terms of the four vocabularies in every language. Terms that exist keep their names."""
    rows = tomllib.loads(VOCABULARY_FILE.read_text(encoding="utf-8"))
    singular = {"phases": "phase", "subjects": "subject", "approaches": "approach", "themes": "theme"}
    for vocabulary, model in VOCABULARIES.items():
        existing = {(term.slug, term.locale_id): term for term in model.objects.all()}
        for position, row in enumerate(rows[singular[vocabulary]]):
            original = existing.get((row["slug"], locales["en"].pk))
            for code in sorted(row["name"], key=lambda code: code != "en"):
                if (row["slug"], locales[code].pk) in existing:
                    continue
                term = model(
                    slug=row["slug"],
                    locale=locales[code],
                    name=row["name"][code],
                    description=row.get("description", {}).get(code, ""),
                    sort_order=position,
                )
                if original is not None:
                    term.translation_key = original.translation_key
                term.save()
                original = original or term


def make_report_templates(locales: dict[str, Locale], languages: Iterable[str] | None) -> None:
    """The templates reports are written by, in every language. Those that are there belong to the editors."""
    there = {(template.slug, template.locale_id): template for template in ReportTemplate.objects.all()}
    for code in sorted(locales, key=lambda code: code != "en"):
        if languages is not None and code not in {"en", *languages}:
            continue
        for values in templates_in(code):
            slug, locale = values["slug"], locales[code]
            if (slug, locale.pk) in there:
                continue
            template = ReportTemplate(locale=locale, **values)
            if (english := there.get((slug, locales["en"].pk))) is not None:
                template.translation_key = english.translation_key
            template.save()
            template.save_revision().publish()
            there[slug, locale.pk] = template


def make_review_words(locales: dict[str, Locale], languages: Iterable[str] | None) -> None:
    """The rubric and the decision letters in every language. Those that are there belong to the editors."""
    for code in sorted(locales, key=lambda code: code != "en"):
        if languages is not None and code not in {"en", *languages}:
            continue
        locale, english = locales[code], locales["en"]
        if not ReviewRubric.objects.filter(slug=RUBRIC, locale=locale).exists():
            rubric = ReviewRubric(slug=RUBRIC, locale=locale, **rubric_in_words(code))
            original = ReviewRubric.objects.filter(slug=RUBRIC, locale=english).first()
            if original is not None:
                rubric.translation_key = original.translation_key
            rubric.save()
            rubric.save_revision().publish()
        originals = {letter.verdict: letter for letter in DecisionLetter.objects.filter(locale=english)}
        for row in review_words_in(code)["letter"]:
            if DecisionLetter.objects.filter(verdict=row["verdict"], locale=locale).exists():
                continue
            letter = DecisionLetter(locale=locale, **row)
            if row["verdict"] in originals:
                letter.translation_key = originals[row["verdict"]].translation_key
            letter.save()


def make_consent_texts() -> None:
    """Texts people agree to, in every version and language of the file."""
    for row in tomllib.loads((STARTER / "consents.toml").read_text(encoding="utf-8"))["text"]:
        for code, _name in settings.LANGUAGES:
            ConsentText.objects.get_or_create(
                purpose=row["purpose"], version=row["version"], language=code, defaults={"text": row[code]}
            )


def make_menus(locales: dict[str, Locale], pages: dict[str, BasePage]) -> None:
    """Main menu and footer in every language, where editors have none yet."""
    for code, locale in sorted(locales.items(), key=lambda item: item[0] != "en"):
        with translation.override(code):
            main = [
                (pgettext("menu", "Research"), "research"),
                (pgettext("menu", "Courses"), "learning"),
                (pgettext("menu", "Webinars"), "webinars"),
                (pgettext("menu", "Leads"), "leads"),
                (pgettext("menu", "Insights"), "insights"),
            ]
            footer = [
                (pgettext("menu", "About CamTREE"), "about"),
                (pgettext("menu", "Register your interest"), "register-interest"),
                (pgettext("menu", "Privacy"), "privacy"),
                (pgettext("menu", "Accessibility"), "accessibility"),
            ]
            text = gettext("CamTREE, the Cambridge Teacher Research Exchange")
        for place, links, words in ((Menu.Place.MAIN, main, ""), (Menu.Place.FOOTER, footer, text)):
            if Menu.objects.filter(place=place, locale=locale).exists():
                continue
            original = Menu.objects.filter(place=place, locale=locales["en"]).first()
            entry = Menu(
                place=place,
                locale=locale,
                text=words,
                links=[
                    {"type": "link", "value": {"text": label, "page": pages[name].pk, "url": ""}}
                    for label, name in links
                ],
            )
            if original is not None:
                entry.translation_key = original.translation_key
            entry.save()


def make_workflows() -> None:
    """Editors submit, moderators approve, everywhere; a lead's own changes to their profile go the same way."""
    moderators = Group.objects.get(name="Moderators")
    for name, places in (
        ("Moderators approval", [Page.get_first_root_node()]),
        ("Lead profile approval", list(LeadIndexPage.objects.all())),
    ):
        task = GroupApprovalTask.objects.filter(name=name).first()
        if task is None:
            task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(moderators)
        workflow, _created = Workflow.objects.get_or_create(name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
        for place in places:
            WorkflowPage.objects.get_or_create(page=place, defaults={"workflow": workflow})
    make_review_workflow()


def make_review_workflow() -> None:
    """Reports of the library are checked, reviewed and decided; pages that came from no draft pass the review at once.

    In Wagtail's editor moderators alone approve, so that nobody publishes their own page; on the board of submissions
    editors pass the check too, for drafts on which they are not named.
    """
    check = GroupApprovalTask.objects.filter(name=EDITORIAL_CHECK).first()
    if check is None:
        check = GroupApprovalTask.objects.create(name=EDITORIAL_CHECK)
    check.groups.add(Group.objects.get(name="Moderators"))
    review = PeerReviewTask.objects.filter(name=PEER_REVIEW).first()
    if review is None:
        rubric = ReviewRubric.objects.filter(slug=RUBRIC, locale__language_code="en").first()
        review = PeerReviewTask.objects.create(name=PEER_REVIEW, rubric=rubric)
    workflow, _created = Workflow.objects.get_or_create(name=REVIEW_WORKFLOW)
    for place, task in enumerate((check, review)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": place})
    for index in ReportIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
