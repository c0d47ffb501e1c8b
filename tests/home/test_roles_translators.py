"""What translators may do in the admin: their own language, and no more."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from learning.models import Question
from learning.quizzes.actions.attempts import start_attempt
from learning.quizzes.queries import quiz_of
from learning.quizzes.results import results_of
from tests.factories.courses import make_course_with_quiz, make_learner, make_question, make_quiz
from tests.factories.pages import make_report
from tests.home.world import (
    EDITOR,
    MODERATOR,
    SPANISH,
    World,
)

pytestmark = pytest.mark.django_db


def test_a_translator_begins_translations_only_into_the_own_language(world: World) -> None:
    page = make_report("To translate")
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    locales = {code: Locale.objects.get(language_code=code) for code in ("es", "ar")}
    world.browsers[SPANISH].post(address, {"locales": [locales["ar"].pk]})
    assert not page.get_translations().exists()
    world.browsers[SPANISH].post(address, {"locales": [locales["es"].pk]})
    assert [p.locale.language_code for p in page.get_translations()] == ["es"]
    assert not page.get_translations().get().live


def test_a_translator_does_not_reach_a_draft_through_the_form(world: World) -> None:
    address = reverse("wagtail_localize:submit_page_translation", args=[world.pages["draft"].pk])
    assert world.browsers[SPANISH].get(address).status_code == 404
    assert world.browsers[EDITOR].get(address).status_code == 200


def test_a_translator_writes_strings_of_the_own_language_only(world: World) -> None:
    translation = world.things["translation"]
    segment = translation.source.stringsegment_set.first()

    def put(address: str) -> int:
        response = world.browsers[SPANISH].put(address, "value=Hola", content_type="application/x-www-form-urlencoded")
        return int(response.status_code)

    own = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    assert put(own) in {200, 201}
    arabic = Translation.objects.create(source=translation.source, target_locale=Locale.objects.get(language_code="ar"))
    arabic.save_target(publish=False)
    other = reverse("wagtail_localize:edit_string_translation", args=[arabic.pk, segment.pk])
    assert put(other) in {302, 403}
    assert not arabic.source.stringsegment_set.first().string.translations.filter(locale=arabic.target_locale).exists()


def test_a_translator_writes_a_question_and_an_editor_publishes_it(world: World) -> None:
    """In wagtail-localize's form, which asks for the right to publish; nothing that was shown to anybody changes."""
    question = make_question("true_false", "Wait")
    course, step = make_course_with_quiz(make_quiz(question))
    _member, enrolment = make_learner(course)
    found = quiz_of(step)
    assert found is not None
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=found.source)
    shown = [dict(item.revisions) for item in attempt.items.all()]
    locales = {code: Locale.objects.get(language_code=code) for code in ("es", "ar")}
    begin = reverse("wagtail_localize:submit_snippet_translation", args=["learning", "question", question.pk])
    world.browsers[SPANISH].post(begin, {"locales": [locales["ar"].pk]})
    assert not Question.objects.filter(translation_key=question.translation_key, locale=locales["ar"]).exists()
    world.browsers[SPANISH].post(begin, {"locales": [locales["es"].pk]})
    spanish = Question.objects.get(translation_key=question.translation_key, locale=locales["es"])
    translation = Translation.objects.get(source__object_id=question.translation_key)
    segment = translation.source.stringsegment_set.get(context__path="title")
    own = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    sent = world.browsers[SPANISH].put(own, "value=Espera", content_type="application/x-www-form-urlencoded")
    assert sent.status_code in {200, 201}
    edit = reverse("wagtailsnippets_learning_question:edit", args=[spanish.pk])
    assert world.browsers[SPANISH].get(edit).status_code == 200
    for name, title in ((SPANISH, "Wait"), (EDITOR, "Espera")):
        world.browsers[name].post(edit, {"action": "publish"})
        assert Question.objects.get(pk=spanish.pk).title == title, name
    assert [dict(item.revisions) for item in attempt.items.all()] == shown
    assert [result.asked.question for result in results_of(list(attempt.items.all()))] == [question.asked]


def test_syncing_publishes_nothing_for_those_who_may_not_publish(world: World) -> None:
    page, target = world.pages["report"], world.pages["report in Spanish"]
    page.title = "In English, renamed"
    page.save_revision().publish()
    before = target.latest_revision_id
    address = reverse("wagtail_localize:update_translations", args=[world.things["translation"].source_id])
    for name in (SPANISH, EDITOR):
        world.browsers[name].post(address, {"publish_translations": "on"})
        assert Page.objects.get(pk=target.pk).latest_revision_id == before
    world.browsers[MODERATOR].post(address, {"publish_translations": "on"})
    assert Page.objects.get(pk=target.pk).latest_revision_id != before


@pytest.mark.parametrize("target", ["draft in Spanish", "report in Spanish", "report in Arabic", "draft"])
def test_a_translator_deletes_no_page(world: World, target: str) -> None:
    page = world.pages[target]
    browser = world.browsers[SPANISH]
    assert browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    browser.post(f"{many}?id={page.pk}")
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_translator_makes_no_alias(world: World) -> None:
    page = world.pages["report in Spanish"]
    address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    for name in (SPANISH, EDITOR):
        assert world.browsers[name].post(address).status_code == 302
        assert Page.objects.get(pk=page.pk).alias_of_id is None, name
    assert world.browsers[MODERATOR].post(address).status_code == 302
    assert Page.objects.get(pk=page.pk).alias_of_id == world.pages["report"].pk


@pytest.mark.parametrize("follows", [True, False], ids=["follows the original", "on its own"])
def test_the_form_of_a_translation_offers_only_what_one_may_do(world: World, follows: bool) -> None:
    """In wagtail-localize's form and, where a translation was stopped, in Wagtail's own."""
    page = Page.objects.get(pk=world.pages["report in Spanish"].pk)
    page.unpublish()  # a live page is deleted by publishers only, which would hide what this is about
    Translation.objects.filter(pk=world.things["translation"].pk).update(enabled=follows)
    actions = {
        reverse("wagtail_localize:convert_to_alias", args=[page.pk]): "alias",
        'name="localize-convert-to-alias"': "alias",
        reverse("wagtailadmin_pages:delete", args=[page.pk]): "delete",
        reverse("wagtailadmin_pages:copy", args=[page.pk]): "copy",
        reverse("wagtailadmin_pages:move", args=[page.pk]): "move",
    }
    offered = {}
    for name in (SPANISH, EDITOR, MODERATOR):
        html = world.browsers[name].get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        # The script of wagtail-localize shows "Delete" where it may.
        props = re.search(r'data-props="([^"]*)"', html)
        if props and not json.loads(unescape(props[1]))["perms"]["canDelete"]:
            html = html.replace(props[0], props[0].replace("delete", ""))
        offered[name] = {action for mark, action in actions.items() if mark in html}
    # wagtail-localize's form has neither "Copy" nor "Move".
    elsewhere = set() if follows else {"copy", "move"}
    assert offered == {
        SPANISH: set(),
        EDITOR: {"delete"} | elsewhere,
        MODERATOR: {"alias", "delete"} | elsewhere,
    }
