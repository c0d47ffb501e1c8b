"""Translating piece by piece: locks, what is missing, earlier words, PO files of all kinds."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import translation as languages
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from camtree.translation import po_files
from camtree.translation.markup import fault_of
from camtree.translation.pieces import difference, earlier_words, missing_pieces
from research.models import ReportPage
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db

BODY = "<p>We waited <b>three</b> seconds.</p><p>Then we asked <a href='https://example.org'>again</a>.</p>"


@pytest.fixture
def report() -> ReportPage:
    text = {"type": "text", "id": str(uuid.uuid4()), "value": BODY}
    section = {"key": "context", "heading_text": "Waiting", "content": [text]}
    body = [{"type": "section", "id": str(uuid.uuid4()), "value": section}]
    return make_report("Wait time", introduction="Pupils said more.", body=body)


@pytest.fixture
def moderator() -> Client:
    return browser_of(make_member("Rafael", roles=("Moderators",)))


@pytest.fixture
def translator() -> Client:
    return browser_of(make_member("Inés", roles=("Translators (es)",)))


@pytest.fixture
def translation(report: ReportPage, translator: Client) -> Translation:
    """Begun and not written."""
    spanish = Locale.objects.get(language_code="es")
    translator.post(reverse("wagtail_localize:submit_page_translation", args=[report.pk]), {"locales": [spanish.pk]})
    return Translation.objects.get(source__object_id=report.translation_key)


def target(translation: Translation) -> Page:
    return Page.objects.get(pk=translation.get_target_instance().pk)


def segment(translation: Translation, words: str) -> StringSegment:
    return translation.source.stringsegment_set.get(string__data__contains=words)


def write(browser: Client, translation: Translation, words: str, text: str) -> Any:
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment(translation, words).pk])
    return browser.put(address, f"value={text}", content_type="application/x-www-form-urlencoded")


def said(translation: Translation, words: str) -> StringTranslation | None:
    of = segment(translation, words)
    return StringTranslation.objects.filter(translation_of=of.string, context=of.context).first()


def edit(translation: Translation) -> str:
    return reverse("wagtailadmin_pages:edit", args=[target(translation).pk])


def publish(browser: Client, translation: Translation, **sent: str) -> None:
    """Press "Publish in Spanish"; wagtail-localize publishes after the commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert browser.post(edit(translation), {"action": "publish"} | sent).status_code == 302


def own_pieces(translation: Translation) -> Any:
    return StringTranslation.objects.filter(context__object=translation.source.object)


def finish(translation: Translation) -> None:
    """Every piece is translated by its own words."""
    for of in translation.source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=of.string,
            context=of.context,
            locale=translation.target_locale,
            defaults={"data": of.string.data, "translation_type": "manual", "has_error": False},
        )


# ---------------------------------------------------------------- locks


@pytest.mark.parametrize("locked", ["original", "translation"])
def test_a_lock_holds_the_form_of_a_translation(
    report: ReportPage, translation: Translation, translator: Client, moderator: Client, locked: str
) -> None:
    finish(translation)
    holder = make_member("Holder", roles=("Moderators",))
    page = report if locked == "original" else target(translation)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=holder)
    before = target(translation).latest_revision_id
    refused = write(translator, translation, "Wait time", "Esperar")
    assert (refused.status_code, refused.json()["detail"]) == (423, "This page is locked. Nothing was changed.")
    file = SimpleUploadedFile("page.po", str(translation.export_po()).replace("Wait", "Esperar").encode())
    for browser in (translator, moderator):
        for name in ("upload_pofile", "stop_translation"):
            address = reverse(f"wagtail_localize:{name}", args=[translation.pk])
            answer = browser.post(address, {"file": file, "sure": "1"}, follow=True)
            assert "This page is locked. Nothing was changed." in answer.content.decode()
    for sent in ({"action": "publish"}, {"localize-restart-translation": "1"}):
        assert "This page is locked." in moderator.post(edit(translation), sent, follow=True).content.decode()
    moderator.post(reverse("wagtail_localize:convert_to_alias", args=[target(translation).pk]))
    translator.post(reverse("submit_translation_for_moderation", args=[translation.pk]))
    sync = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    told = moderator.post(sync, {"publish_translations": "on"}, follow=True).content.decode()
    assert "These translations are locked, so nothing was changed: Spanish." in told
    page = target(translation)
    assert (page.live, page.latest_revision_id, page.alias_of_id, page.workflow_in_progress) == (
        False,
        before,
        None,
        False,
    )
    assert Translation.objects.get(pk=translation.pk).enabled
    row = said(translation, "Wait time")
    assert row is not None
    assert row.data == "Wait time"
    # Whoever holds the lock goes on.
    own = browser_of(holder)
    assert write(own, translation, "Wait time", "Esperar").status_code == 200
    publish(own, translation)
    assert target(translation).live


# ---------------------------------------------------------------- what is missing


def test_what_is_missing_is_named_before_it_is_handed_in(translation: Translation, translator: Client) -> None:
    finish(translation)
    row = said(translation, "Pupils said more.")
    assert row is not None
    row.delete()
    assert [(piece.field, piece.words) for piece in missing_pieces(translation)] == [
        ("Introduction", "Pupils said more.")
    ]
    html = translator.get(edit(translation)).content.decode()
    assert "1 piece is missing." in html
    assert "<bdi>Pupils said more.</bdi>" in html
    # Told beside the button, nobody is asked once more; whoever comes from elsewhere is.
    assert '<input type="hidden" name="missing_known" value="1">' in html
    address = reverse("submit_translation_for_moderation", args=[translation.pk])
    asked = translator.post(address)
    assert "<bdi>Pupils said more.</bdi>" in asked.content.decode()
    assert not target(translation).workflow_in_progress
    assert translator.post(address, dict(asked.context["sent"])).status_code == 302
    assert target(translation).workflow_in_progress


def test_what_is_missing_is_named_before_it_is_published(translation: Translation, moderator: Client) -> None:
    asked = moderator.post(edit(translation), {"action": "publish", "next": edit(translation)})
    assert "Publish anyway" in asked.content.decode()
    assert not target(translation).live
    publish(moderator, translation, **asked.context["sent"])
    assert target(translation).live


def test_nobody_is_asked_where_all_is_there(translation: Translation, moderator: Client) -> None:
    finish(translation)
    assert missing_pieces(translation) == []
    publish(moderator, translation)
    assert target(translation).live


# ---------------------------------------------------------------- stopping


def test_stopping_asks_first_and_keeps_the_words(translation: Translation, translator: Client) -> None:
    write(translator, translation, "Wait time", "Esperar")
    html = translator.get(edit(translation)).content.decode()
    # The script's own button is not shown: it would be the large one.
    assert 'footer button[data-w-action-url-value$="/disable/"] { display: none; }' in html
    address = reverse("wagtail_localize:stop_translation", args=[translation.pk])
    assert f'href="{address}"' in html
    for asked in (translator.get(address), translator.post(address)):
        assert "Stop following the original?" in asked.content.decode()
        assert Translation.objects.get(pk=translation.pk).enabled
    assert translator.post(address, {"sure": "1"})["Location"] == edit(translation)
    assert not Translation.objects.get(pk=translation.pk).enabled
    assert target(translation).get_latest_revision_as_object().title == "Esperar"


# ---------------------------------------------------------------- earlier words


def test_earlier_words_stand_beside_a_piece_that_changed(
    report: ReportPage, translation: Translation, translator: Client
) -> None:
    finish(translation)
    write(translator, translation, "Pupils said more.", "Los alumnos dijeron más.")
    assert earlier_words(translation) == []
    report.introduction = "Pupils said much more."
    report.save_revision().publish()
    translation.source.update_from_db()
    (found,) = earlier_words(translation)
    assert (found.piece.words, found.translated) == ("Pupils said much more.", "Los alumnos dijeron más.")
    assert found.difference == "Pupils said <ins>much</ins> more."
    html = translator.get(edit(translation)).content.decode()
    assert "Pupils said <ins>much</ins> more." in html
    assert "Los alumnos dijeron más." in html
    # Shown, not filled in.
    assert said(translation, "Pupils said much more.") is None
    # A piece that is another altogether has no earlier one.
    report.introduction = "Something that nobody wrote before"
    report.save_revision().publish()
    translation.source.update_from_db()
    assert earlier_words(translation) == []


def test_a_difference_is_never_markup() -> None:
    assert difference("a &lt;b&gt; c", "a &lt;i&gt; c") == "a <del>&lt;b&gt;</del> <ins>&lt;i&gt;</ins> c"


# ---------------------------------------------------------------- PO files


def po_of(translation: Translation, **words: str) -> str:
    """The file as it is downloaded, with some pieces translated: by the beginning of their original."""
    po = translation.export_po()
    for entry in po:
        for start, text in words.items():
            if entry.msgid.startswith(start.replace("_", " ")):
                entry.msgstr = text
    return str(po)


def upload(browser: Client, translation: Translation, content: str | bytes | None) -> str:
    """What the page says after a file was sent."""
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    content = content.encode() if isinstance(content, str) else content
    sent = {} if content is None else {"file": SimpleUploadedFile("page.po", content)}
    answer = browser.post(address, {**sent, "next": edit(translation)}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == edit(translation)
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_good_pieces_of_a_file_come_in(translation: Translation, translator: Client) -> None:
    told = upload(translator, translation, po_of(translation, Wait_time="Esperar", Pupils="Dijeron más."))
    assert "2 pieces were taken in." in told
    row = said(translation, "Wait time")
    assert row is not None
    assert (row.data, row.has_error, row.tool_name) == ("Esperar", False, "PO File")


def test_a_doubtful_piece_stays_doubtful(translation: Translation, translator: Client, moderator: Client) -> None:
    finish(translation)
    row = said(translation, "Pupils said more.")
    assert row is not None
    row.delete()
    po = translation.export_po()
    for entry in po:
        if entry.msgid.startswith(("Pupils", "Wait time")):
            entry.msgstr, entry.flags = f"{entry.msgid}?", ["fuzzy"]
    told = upload(translator, translation, str(po))
    assert "2 pieces are marked as doubtful (fuzzy). They stay unfinished." in told
    # What was finished is not replaced by a guess.
    finished = said(translation, "Wait time")
    assert finished is not None
    assert (finished.data, finished.has_error) == ("Wait time", False)
    assert [piece.words for piece in missing_pieces(translation)] == ["Pupils said more."]
    publish(moderator, translation, missing_known="1")
    assert ReportPage.objects.get(pk=target(translation).pk).introduction == "Pupils said more."
    # It goes out doubtful as well, and comes back right.
    download = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    content = b"".join(translator.get(download)).decode()
    assert content.count("#, fuzzy") == 1
    pieces = translation.source.stringsegment_set.count()
    assert f"{pieces} pieces were taken in." in upload(translator, translation, content.replace("#, fuzzy\n", ""))
    assert missing_pieces(translation) == []


def with_language(po: str, code: str) -> str:
    return po.replace('"MIME-Version', f'"Language: {code}\\n"\n"MIME-Version')


OTHERS = "Cannot import PO file that was created for a different translation."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda po: "", "The file is empty."),
        (lambda po: None, "The file is empty."),
        (lambda po: "not a file of this kind", "Please upload a valid PO file."),
        (lambda po: po.encode("utf-16"), "Please upload a valid PO file."),
        (lambda po: po.replace("Wait", "Espéra").encode("latin-1"), "Please upload a valid PO file."),
        (lambda po: po.replace("Wait", "W\x00ait"), "Please upload a valid PO file."),
        (lambda po: po + '\nmsgfoo "bar"\n', "Please upload a valid PO file."),
        (lambda po: po[po.index("msgctxt") :], "The file has lost its first lines"),
        (lambda po: re.sub(r"TranslationID: [0-9a-f-]+", "TranslationID: 1", po), OTHERS),
        (lambda po: with_language(po, "fr"), "The file says that it is in French"),
        (lambda po: po, "The file holds no translated piece."),
        (lambda po: with_language(po, "es_MX"), "holds no translated piece."),
        (lambda po: "\ufeff" + po, "holds no translated piece."),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_is_none_gets_a_sentence(
    translation: Translation, translator: Client, change: Any, sentence: str
) -> None:
    assert sentence in upload(translator, translation, change(po_of(translation)))
    assert not own_pieces(translation).exists()


def test_a_huge_file_gets_a_sentence(
    translation: Translation, translator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(po_files, "LARGEST", 100)
    assert "The file is too large" in upload(translator, translation, po_of(translation, Wait="Esperar"))


def test_bad_pieces_are_named_and_the_good_ones_come_in(translation: Translation, translator: Client) -> None:
    content = po_of(
        translation, Wait_time="Esperar", We_waited="Esperamos <b>tres segundos.", Then="Luego preguntamos."
    )
    content += '\nmsgctxt "body.elsewhere"\nmsgid "Of another page"\nmsgstr "De otra página"\n'
    told = upload(translator, translation, content)
    assert "1 piece was taken in." in told
    assert "3 pieces were refused:" in told
    assert "“We waited three seconds.”: &lt;b&gt; is never closed." in told
    assert "“Then we asked again.”: The link &lt;a id=&quot;a1&quot;&gt; of the original is missing." in told
    assert "“Of another page”: It is no piece of this page as it is now." in told
    assert own_pieces(translation).count() == 1


def test_markup_written_into_the_form_is_held_against_the_original(
    translation: Translation, translator: Client, moderator: Client
) -> None:
    finish(translation)
    answer = write(translator, translation, "We waited", "Esperamos <b>tres segundos.")
    assert answer.json()["error"] == "<b> is never closed."
    publish(moderator, translation, missing_known="1")
    assert "Esperamos" not in str(ReportPage.objects.get(pk=target(translation).pk).body)
    assert write(translator, translation, "We waited", "Esperamos <b>tres</b> segundos.").json()["error"] is None
    publish(moderator, translation)
    assert "Esperamos <b>tres</b> segundos." in str(ReportPage.objects.get(pk=target(translation).pk).body)


def test_a_nul_is_refused(translation: Translation, translator: Client) -> None:
    assert write(translator, translation, "Wait time", "Espe%00rar").status_code == 400
    assert not own_pieces(translation).exists()


SOURCE = 'Ask <b>one</b> <a id="a1">again</a>'


@pytest.mark.parametrize(
    ("translated", "fault"),
    [
        ('Pregunta <b>una</b> <a id="a1">vez</a>', ""),
        ('Pregunta una <a id="a1">vez</a>', ""),
        ('Pregunta<br>una<br/> <a id="a1">vez</a> &amp; 3 < 4', ""),
        ('<b>Una <a id="a1">vez</b></a>', "</b> closes nothing."),
        ('Una <a id="a1">vez</a></i>', "</i> closes nothing."),
        ('<b>Una <a id="a1">vez</a>', "<b> is never closed."),
        ('<i>Una</i> <a id="a1">vez</a>', "<i> is not in the original."),
        ('<b>Una</b> <b>otra</b> <a id="a1">vez</a>', "<b> is not in the original."),
        ('Una <a id="a2">vez</a>', '<a id="a2"> is not in the original.'),
        ('Una <a id="a1" href="javascript:1">vez</a>', '<a id="a1" href="javascript:1"> is not in the original.'),
        ("Una vez", 'The link <a id="a1"> of the original is missing.'),
        ("<script>1</script>", "<script> is not in the original."),
        ("a\x00b", "It holds a character that is none."),
        ("a\ud800b", "It holds a character that is none."),
    ],
)
def test_the_fault_of_a_piece(translated: str, fault: str) -> None:
    assert fault_of(SOURCE, translated) == fault


# ---------------------------------------------------------------- the menu


def test_the_menu_names_the_translations_in_the_language_of_whoever_reads(translator: Client) -> None:
    from wagtail.admin.menu import reports_menu

    report = reverse("wagtail_localize:translations_report")

    class Request:
        user = make_member(roles=("Translators (es)",))

    for language, name in (("en", "Translations"), ("es", "Traducciones"), ("en", "Translations")):
        with languages.override(language):
            items = reports_menu.menu_items_for_request(Request())
            assert [str(item.label) for item in items if item.url == report] == [name]
