import gettext

import polib
import pytest

from camtree.translation import catalogues

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

# Translators: the greeting on the first page
GREETING = _("Good morning, %(name)s")
MONTH = pgettext("month", "May")
COUNT = ngettext("%(n)d report", "%(n)d reports", 2)
NOT_MARKED = "Nothing"
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "Library" %}</h1>
{% blocktranslate count n=reports trimmed %}{{ n }} lesson{% plural %}{{ n }} lessons{% endblocktranslate %}
{% translate "May" context "permission" %}"""
SCRIPT = 'const label = gettext("Close");'


@pytest.fixture
def project(tmp_path, settings):
    """A small project of its own: one Python file, one template, one script."""
    for name, content in (
        ("home/words.py", PYTHON),
        ("templates/home/page.html", TEMPLATE),
        ("site/camtree/static/camtree/js/dialogue.js", SCRIPT),
        ("home/migrations/0001_initial.py", '_("Never")'),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def reasons(language="es"):
    return sorted(str(fault) for fault in catalogues.faults_of(language, catalogues.extract()))


def translate(language="es", **changes):
    path = catalogues.catalogue_path(language)
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, changes.get(entry.msgid, entry.msgid_plural))
        else:
            entry.msgstr = changes.get(entry.msgid, entry.msgid)
    catalogue.save()
    return catalogue


def test_extract_finds_every_marked_text_with_context_and_plural(project):
    found = {(text.context, text.singular, text.plural) for text in catalogues.extract().values()}
    assert found == {
        (None, "Good morning, %(name)s", None),
        ("month", "May", None),
        (None, "%(n)d report", "%(n)d reports"),
        (None, "Library", None),
        (None, "%(n)s lesson", "%(n)s lessons"),
        ("permission", "May", None),
        (None, "Close", None),
    }


def test_update_writes_all_forms_of_the_plural(project):
    assert catalogues.update("ar") == (7, 0)
    plural = polib.pofile(str(catalogues.catalogue_path("ar"))).find("%(n)d report")
    assert sorted(plural.msgstr_plural) == [0, 1, 2, 3, 4, 5]
    greeting = polib.pofile(str(catalogues.catalogue_path("ar"))).find("Good morning, %(name)s")
    assert "the greeting on the first page" in greeting.comment
    assert greeting.flags == ["python-format"]


def test_update_keeps_translations_and_drops_what_is_gone(project):
    catalogues.update("es")
    translate("es", Library="Biblioteca")
    (project / "home/words.py").write_text(PYTHON.replace("Good morning", "Good day"))
    assert catalogues.update("es") == (1, 1)
    catalogue = polib.pofile(str(catalogues.catalogue_path("es")))
    assert catalogue.find("Library").msgstr == "Biblioteca"
    assert catalogue.find("Good morning, %(name)s") is None


def test_update_twice_changes_nothing(project):
    catalogues.update("fr")
    before = catalogues.catalogue_path("fr").read_text()
    assert catalogues.update("fr") == (0, 0)
    assert catalogues.catalogue_path("fr").read_text() == before


def test_faults_none_when_all_is_translated(project):
    catalogues.update("es")
    translate("es")
    assert reasons() == []


def test_faults_of_a_missing_catalogue_name_every_text(project):
    assert len(reasons("zh-hans")) == 7


@pytest.mark.parametrize(
    ("translation", "words"),
    [("", "is not translated"), ("Buenos días", "placeholder %(name)s wrong"), ("Hola, %(nmae)s", "%(nmae)s wrong")],
)
def test_faults_name_what_is_wrong_with_a_translation(project, translation, words):
    catalogues.update("es")
    translate("es", **{"Good morning, %(name)s": translation})
    assert any(words in reason for reason in reasons())


def test_faults_name_fuzzy_texts_and_texts_that_are_gone(project):
    catalogues.update("es")
    catalogue = translate("es")
    catalogue.find("Library").flags.append("fuzzy")
    catalogue.append(polib.POEntry(msgid="Old", msgstr="Viejo"))
    catalogue.save()
    assert [reason.partition(": '")[0] for reason in reasons()] == [
        "es: is marked fuzzy",
        "es: is no longer in the code (make messages)",
    ]


def test_compile_writes_what_gettext_reads_and_only_once(project):
    catalogues.update("es")
    translate("es", Library="Biblioteca")
    assert catalogues.compile_all() == 1
    assert catalogues.compile_all() == 0
    compiled = catalogues.catalogue_path("es").with_suffix(".mo")
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Library") == "Biblioteca"
