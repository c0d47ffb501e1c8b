"""Arabic counts in six ways; the last two are easily taken for each other, as Babel numbers them otherwise."""

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

CATALOGUE = settings.BASE_DIR / "site/camtree/locale/ar/LC_MESSAGES/django.po"
# How a noun ends after 11 to 99, where its form differs from that after 100.
ACCUSATIVE = "ًا"


def test_what_differs_after_eleven_and_after_a_hundred_is_the_right_way_round():
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if entry.msgid_plural and not entry.obsolete]
    assert len(entries) > 50
    differing = [entry for entry in entries if entry.msgstr_plural[4] != entry.msgstr_plural[5]]
    assert differing
    wrong = [
        entry.msgid_plural
        for entry in differing
        if entry.msgstr_plural[5].count(ACCUSATIVE) <= entry.msgstr_plural[4].count(ACCUSATIVE)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("number", "words"), [(3, "3 أسئلة"), (11, "11 سؤالًا"), (12, "12 سؤالًا"), (99, "99 سؤالًا"), (100, "100 سؤال")]
)
def test_questions_are_counted_as_people_say_it(number, words):
    with translation.override("ar"):
        assert ngettext("%(number)s question", "%(number)s questions", number) % {"number": number} == words
