"""What citeproc-py makes of our works; each of its faults that styles.py puts right has a test here."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from research.library.citing.styles import STYLES, styled
from research.library.citing.works import Original
from research.library.dates import PartialDate
from tests.research.library.citing.works import a_work, an_author

TODAY = date(2026, 11, 30)


def shown(language: str = "en", **facts: Any) -> dict[str, str]:
    """A work with a page in this language, in the styles."""
    work = a_work(**({"language": language, "words_in": language} | facts))
    return {one.name: str(one.html) for one in styled(work, today=TODAY)}


def said(language: str = "en", **facts: Any) -> dict[str, str]:
    """The same without the elements that keep directions apart."""
    return {name: html.replace("<bdi>", "").replace("</bdi>", "") for name, html in shown(language, **facts).items()}


def test_a_report_in_each_style() -> None:
    link = "https://camtree.example/en/r/"
    assert said() == {
        "apa": f"Sarsen, A., Ospan, D., &amp; Bek, L. (2026). <i>Who answers?</i> (CT-2026-0041). CamTREE. {link}",
        "harvard": "Sarsen, A., Ospan, D. and Bek, L. (2026) <i>Who answers?</i> CT-2026-0041. CamTREE. "
        f"Available at: {link} (Accessed: 30 November 2026).",
        "chicago": "Sarsen, Amina, Daniyar Ospan, and Lyazzat Bek. 2026. <i>Who Answers?</i> CT-2026-0041. CamTREE. "
        f"{link}.",
        "vancouver": "Sarsen A, Ospan D, Bek L. Who answers? [Internet]. CamTREE; 2026 Mar [cited 2026 Nov 30]. "
        f"Report CT-2026-0041. Available from: {link}",
        "mla": f"Sarsen, Amina, et al. <i>Who Answers?</i> CT-2026-0041, CamTREE, 14 Mar. 2026, {link}.",
    }


def test_a_doi_stands_instead_of_the_address_and_nobody_asks_when_it_was_looked_at() -> None:
    told = said(doi="10.5072/ct-2026-0041")
    assert told["apa"].endswith("CamTREE. https://doi.org/10.5072/ct-2026-0041")
    assert told["harvard"].endswith("Available at: https://doi.org/10.5072/ct-2026-0041.")
    assert told["vancouver"].endswith("doi:10.5072/ct-2026-0041")
    assert not any("30" in text for text in told.values())


@pytest.mark.parametrize(
    ("known", "apa", "mla", "vancouver"),
    [
        ("2012", "(2012)", "CamTREE, 2012, ", "CamTREE; 2012 [cited"),
        ("2012-05", "(2012)", "CamTREE, May 2012, ", "CamTREE; 2012 May [cited"),
        ("2012-05-07", "(2012)", "CamTREE, 7 May 2012, ", "CamTREE; 2012 May [cited"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(known: str, apa: str, mla: str, vancouver: str) -> None:
    told = said(issued=PartialDate.read(known))
    assert apa in told["apa"]
    assert mla in told["mla"]
    assert vancouver in told["vancouver"]


def test_without_a_date_it_is_told_when_it_was_looked_at() -> None:
    told = said(issued=None)
    assert "(n.d.)" in told["apa"]
    assert told["apa"].endswith("Retrieved 30 November 2026, from https://camtree.example/en/r/")


def test_names_in_letters_without_capitals_stay_whole() -> None:
    told = said(
        authors=[an_author("حداد", "عمر"), an_author("王", "小明"), an_author("García Márquez", "Gabriel José")]
    )
    assert told["apa"].startswith("عمر حداد, 王小明, &amp; García Márquez, G. J. (2026).")
    assert told["vancouver"].startswith("عمر حداد, 王小明, García Márquez GJ. ")
    assert told["chicago"].startswith("عمر حداد, 王小明, and Gabriel José García Márquez. ")


def test_cyrillic_names_are_cut_to_their_first_letters() -> None:
    assert said(authors=[an_author("Оспан", "Данияр")])["apa"].startswith("Оспан, Д. (2026).")


def test_a_name_with_the_family_name_first_is_not_turned_round() -> None:
    told = said(authors=[an_author("Sarsen", "Amina"), an_author("Wang", "Xiaoming", is_family_first=True)])
    assert told["chicago"].startswith("Sarsen, Amina, and Wang Xiaoming. ")
    assert told["mla"].startswith("Sarsen, Amina, and Wang Xiaoming. ")
    assert told["apa"].startswith("Sarsen, A., &amp; Wang, X. (2026).")


def test_a_name_that_is_whole_stays_so() -> None:
    told = said(authors=[an_author("Hill School"), an_author("Opetusvirasto")])
    assert told["apa"].startswith("Hill School, &amp; Opetusvirasto. (2026).")
    assert told["vancouver"].startswith("Hill School, Opetusvirasto. ")


def test_a_long_list_of_authors_is_cut() -> None:
    told = said(authors=[an_author(f"Bek{number}", "Jean-Paul") for number in range(25)])
    assert ", Bek18, J.-P., … Bek24, J.-P. (2026)." in told["apa"]
    assert told["harvard"].startswith("Bek0, J.-P. <i>et al.</i> (2026)")
    assert told["vancouver"].startswith("Bek0 JP, Bek1 JP, Bek2 JP, Bek3 JP, Bek4 JP, Bek5 JP, et al. Who answers?")


def test_without_an_author_our_name_stands_in_and_the_title_is_told_once() -> None:
    for text in said(authors=[]).values():
        assert text.startswith("CamTREE")
        assert text.count("CamTREE") == 1
        assert text.lower().count("who answers?") == 1


@pytest.mark.parametrize("title", ["Who answers?", "من يجيب؟", "谁来回答？", "Stop!"])
def test_no_full_stop_follows_on_a_sign_that_ends_a_title(title: str) -> None:
    for text in said(title=title, language="ar").values():
        assert f"{title}." not in text.replace("</i>", "")


def test_a_full_stop_of_the_title_is_not_told_twice() -> None:
    assert all(".." not in text.replace("</i>", "") for text in said(title="Slips.").values())


def test_marks_of_html_are_shown_and_do_nothing() -> None:
    for text in said(title='<script>alert("1")</script> & <b>more</b>', authors=[an_author("<u>", "A")]).values():
        assert "&lt;script&gt;" in text.lower()
        assert text.replace("<i>", "").replace("</i>", "").count("<") == 0
        assert "\ue000" not in text


def test_titles_get_capitals_in_english_alone() -> None:
    title = "Quién responde cuando nadie levanta la mano"
    assert title in said(title=title, language="es")["mla"]
    assert "<i>Who Speaks When Nobody Asks</i>" in said(title="Who speaks when nobody asks")["mla"]


def test_a_translation_names_its_original_in_every_style() -> None:
    told = said(title="¿Quién responde?", language="es", original=Original("Who <answers>?", "en"))
    assert len(told) == len(STYLES)
    assert all(text.endswith(" (Obra original en inglés: Who &lt;answers&gt;?)") for text in told.values())


@pytest.mark.parametrize(
    ("language", "harvard", "mla", "vancouver"),
    [
        ("es", "Sarsen, A., Ospan, D. y Bek, L. (2026)", "14 de marzo de 2026", ". Informe CT-2026-0041. "),
        ("fr", "Sarsen, A., Ospan, D. et Bek, L. (2026)", "14 mars 2026", ". Rapport CT-2026-0041. "),
        ("ar", "Sarsen, A., Ospan, D. وBek, L. (2026)", "14 مارس، 2026", ". تقرير CT-2026-0041. "),
        ("zh-hans", "Sarsen, A., Ospan, D. 和 Bek, L. (2026)", "2026年3月14日", ". 报告 CT-2026-0041. "),
    ],
)
@pytest.mark.parametrize("reader", ["en", "ar"])
def test_words_and_dates_are_those_of_the_works_language_whoever_reads(
    language: str, harvard: str, mla: str, vancouver: str, reader: str
) -> None:
    with translation.override(reader):
        told = said(language)
    assert told["harvard"].startswith(harvard)
    assert mla in told["mla"]
    assert vancouver in told["vancouver"]


@pytest.mark.parametrize(
    ("language", "apa", "chicago", "mla"),
    [
        ("en", "Sun, M., &amp; Guo, J. (2026)", "Sun, Meilin, and Jianfeng Guo. ", "Sun, Meilin, and Jianfeng Guo. "),
        ("es", "Sun, M. y Guo, J. (2026)", "Sun, Meilin y Jianfeng Guo. ", "Sun, Meilin y Jianfeng Guo. "),
        ("fr", "Sun, M. et Guo, J. (2026)", "Sun, Meilin et Jianfeng Guo. ", "Sun, Meilin et Jianfeng Guo. "),
        ("zh-hans", "孙美琳和郭建峰. (2026)", "孙美琳和郭建峰. ", "孙美琳和郭建峰. "),
    ],
)
def test_two_names_are_joined_as_the_language_does(language: str, apa: str, chicago: str, mla: str) -> None:
    authors = [an_author("Sun", "Meilin"), an_author("Guo", "Jianfeng")]
    for author, native in zip(authors, ("孙美琳", "郭建峰"), strict=True):
        author.native_name = native
    told = said(language, authors=authors)
    assert told["apa"].startswith(apa)
    assert told["chicago"].startswith(chicago)
    assert told["mla"].startswith(mla)


def test_an_arabic_work_calls_its_authors_as_they_write_themselves_and_joins_them_as_arabic_does() -> None:
    authors = [an_author("Al-Khalaileh", "Rania"), an_author("Haddad", "Omar"), an_author("Sun", "Meilin")]
    for author, native in zip(authors, ("رانيا الخلايلة", "عمر حداد", "孙美琳"), strict=True):
        author.native_name = native
    told = said("ar", authors=authors)
    assert told["harvard"].startswith("رانيا الخلايلة، عمر حداد وSun, M. (2026)")
    assert told["vancouver"].startswith("رانيا الخلايلة، عمر حداد، Sun M. ")
    assert said("en", authors=authors)["harvard"].startswith("Al-Khalaileh, R., Haddad, O. and Sun, M. (2026)")


def test_in_a_work_that_is_read_from_the_right_latin_pieces_keep_to_themselves() -> None:
    told = shown("ar", title="من يجيب؟ ثلاثة دروس", original=Original("Who answers, & why?", "en"))
    assert told["apa"] == (
        "<bdi>Sarsen, A</bdi>., <bdi>Ospan, D</bdi>. و<bdi>Bek, L</bdi>. (2026). <i>من يجيب؟ ثلاثة دروس</i> "
        "(<bdi>CT-2026-0041</bdi>). <bdi>CamTREE</bdi>. <bdi>https://camtree.example/en/r/</bdi> "
        "(العمل الأصلي، الإنجليزية: <bdi>Who answers</bdi>, &amp; <bdi>why</bdi>?)"
    )
    assert "doi:" not in told["vancouver"]
    assert "<bdi>doi:10.5072/ct-2026-0041</bdi>" in shown("ar", doi="10.5072/ct-2026-0041")["vancouver"]


def test_in_a_work_that_is_read_from_the_left_arabic_pieces_keep_to_themselves() -> None:
    assert "<i><bdi>من يجيب؟ ثلاثة دروس</bdi></i>" in shown(title="من يجيب؟ ثلاثة دروس")["apa"]
    assert "<bdi>" not in shown("zh-hans")["mla"]


@pytest.mark.parametrize(
    ("language", "title", "element"),
    [
        ("zh-hans", "Homo ludens", '<i class="slanted">'),
        ("zh-hans", "谁来回答 Homo", "<i>"),
        ("ar", "Homo ludens", '<i class="slanted">'),
        ("en", "Homo ludens", "<i>"),
    ],
)
def test_latin_titles_are_slanted_in_every_language(language: str, title: str, element: str) -> None:
    assert shown(language, title=title)["harvard"].count(element) == 1
