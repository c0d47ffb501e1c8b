"""Text that runs against the page is isolated, whatever template prints it; nothing else is changed."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import mark_safe

from camtree.core.words.isolating import isolating
from camtree.core.words.isolation import isolated_in_text
from camtree.core.words.languages import whereabouts

# What stands alone within addresses of mails, and nowhere else.
IN_ADDRESSES = {"base_url", "language"}
AMAL, NILA = "أمل حداد", "Nila Perera"


def shown(source: str, language: str, template: str = "page.html", **values: Any) -> str:
    with translation.override(language):
        return str(engines["django"].from_string(isolating(source, template)).render(values))


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", AMAL, f"<p>By <bdi>{AMAL}</bdi>.</p>"),
        ("en", NILA, f"<p>By {NILA}.</p>"),
        ("en", "王小明", "<p>By 王小明.</p>"),
        ("ar", NILA, f"<p>By <bdi>{NILA}</bdi>.</p>"),
        ("ar", AMAL, f"<p>By {AMAL}.</p>"),
        ("ar", "CT-2026-0041", '<p>By <bdi class="whole">CT-2026-0041</bdi>.</p>'),
        ("en", "CT-2026-0041", '<p>By <bdi class="whole">CT-2026-0041</bdi>.</p>'),
        ("ar", "\u2068Kisumu\u2069، كينيا", "<p>By \u2068Kisumu\u2069، كينيا.</p>"),
        ("ar", f"{AMAL} (Kisumu)", f'<p>By <bdi dir="rtl">{AMAL} (Kisumu)</bdi>.</p>'),
        ("ar", "CPD للمعلمين في المدارس.", '<p>By <bdi dir="rtl">CPD للمعلمين في المدارس.</bdi>.</p>'),
        ("en", "أمل teaches reading.", '<p>By <bdi dir="ltr">أمل teaches reading.</bdi>.</p>'),
        ("ar", "<Nila>", "<p>By <bdi>&lt;Nila&gt;</bdi>.</p>"),
        ("ar", 2026, "<p>By 2026.</p>"),
        ("ar", None, "<p>By None.</p>"),
        ("ar", mark_safe("<b>Nila</b>"), "<p>By <b>Nila</b>.</p>"),
    ],
)
def test_a_value_between_tags(language: str, name: Any, written: str) -> None:
    assert shown("<p>By {{ name }}.</p>", language, name=name) == written


@pytest.mark.parametrize(
    "source",
    [
        '<a title="{{ name }}" href="/{{ name }}/"></a>',
        "<p {% if name %}data-name='x' lang=\"{{ name }}\"{% endif %}></p>",
        ' lang="{{ name }}"',
        "<textarea>{{ name }}</textarea>",
        "<script>{{ name }}</script>",
        "<bdi>{{ name }}</bdi>",
        '<p dir="auto">{{ name }} <b>{{ name }}</b></p>',
        '<img alt="{% blocktranslate with n=name %}Picture of {{ n }}{% endblocktranslate %}">',
    ],
)
def test_what_needs_nothing_stays_as_it_is(source: str) -> None:
    assert isolating(source, "page.html") == source


def test_after_an_element_with_a_direction_it_goes_on() -> None:
    source = '<p dir="ltr">{{ name }}</p><p>{{ name }}</p>'
    assert shown(source, "ar", name=NILA) == f'<p dir="ltr">{NILA}</p><p><bdi>{NILA}</bdi></p>'


@pytest.mark.parametrize(
    "source",
    ["<title>{{ name }}</title>", "<option>{{ name }}</option>", "{% block head_title %}{{ name }}{% endblock %}"],
)
def test_where_there_is_no_mark_up_signs_do_it(source: str) -> None:
    assert f"\u2068{NILA}\u2069" in shown(source, "ar", name=NILA)


@pytest.mark.parametrize(
    "opening",
    [
        "blocktranslate",
        "blocktranslate trimmed",
        "blocktranslate with name=name",
        'blocktranslate with other="x" name=name|default:"a b"',
        "blocktranslate with other=name",
    ],
)
def test_a_value_within_a_sentence(opening: str) -> None:
    source = f"<p>{{% {opening} %}}By {{{{ name }}}}.{{% endblocktranslate %}}</p>"
    assert shown(source, "ar", name=NILA) == f"<p>By <bdi>{NILA}</bdi>.</p>"


def test_a_value_within_a_counted_sentence() -> None:
    opening = "blocktranslate count counter=n with name=name"
    plural = "{% plural %}{{ name }}: {{ counter }}s{% endblocktranslate %}"
    source = f"{{% {opening} %}}{{{{ name }}}}: {{{{ counter }}}}{plural}"
    assert shown(source, "en", name=AMAL, n=2) == f"<bdi>{AMAL}</bdi>: 2s"


def test_a_mail_isolates_names_and_leaves_addresses() -> None:
    source = "Dear {{ name }},\n{{ link }}\n{{ words }}\n"
    told = shown(source, "ar", "emails/x.txt", name=NILA, link="https://a.test/b/", words="One.\n\nTwo.")
    assert told == f"Dear \u2068{NILA}\u2069,\nhttps://a.test/b/\n\u2068One.\u2069\n\n\u2068Two.\u2069\n"


@pytest.mark.parametrize(
    "source",
    [
        "{{ base }}/{{ code }}/my/",
        "See {{ base }}/{{ code }}/{{ name }}",
        "{{ base }}/{{ code }}{{ name }}",
        "{% blocktranslate %}See {{ base }}/{{ code }}/.{% endblocktranslate %}",
        "{% blocktranslate with c=code %}See {{ base }}/{{ c }}.{% endblocktranslate %}",
    ],
)
def test_no_sign_enters_an_address_that_several_values_make(source: str) -> None:
    told = shown(source, "ar", "emails/x.txt", base="https://a.test", code="ar", name="x")
    assert re.search("[\u2066-\u2069]", told) is None


def test_no_mail_of_ours_has_a_sign_within_an_address() -> None:
    root = Path(settings.BASE_DIR) / "templates"
    for path in root.rglob("email*/*.txt"):
        source = isolating(path.read_text(), f"emails/{path.name}")
        for address in re.findall(r"\S*/\{\{.*?\}\}|\{\{[^}]*\}\}/\S*", source):
            assert "isolated" not in address, path


@pytest.mark.parametrize(("language", "sign"), [("ar", "\u2067"), ("en", "\u2066")])
def test_words_of_both_directions_are_read_as_most_of_them(language: str, sign: str) -> None:
    words = {"ar": "CPD للمعلمين في المدارس", "en": "أمل teaches reading"}[language]
    with translation.override(language):
        assert isolated_in_text(words) == f"{sign}{words}\u2069"


def test_a_subject_that_runs_with_its_language_is_untouched() -> None:
    with translation.override("en"):
        assert isolated_in_text("CT-2026-0041: Who speaks?") == "CT-2026-0041: Who speaks?"


def test_every_template_compiles_and_every_mail_isolates_all_it_prints() -> None:
    root = Path(settings.BASE_DIR) / "templates"
    found = [path for path in root.rglob("*") if path.suffix in {".html", ".txt"}]
    assert len(found) > 300
    for path in found:
        get_template(str(path.relative_to(root)))
    mails = [path for path in found if path.suffix == ".txt" and path.parent != root]
    assert len(mails) > 40
    for path in mails:
        source = isolating(path.read_text(), f"emails/{path.name}")
        outside = re.sub(r"\{% blocktranslate.*?%\}.*?\{% endblocktranslate %\}", "", source, flags=re.DOTALL)
        values = re.findall(r"\{\{(.*?)\}\}", outside)
        bare = [value.strip() for value in values if not value.strip().endswith("|isolated_in_text")]
        assert set(bare) <= IN_ADDRESSES, path


@pytest.mark.parametrize(("language", "written"), [("ar", "\u2068Kisumu\u2069، كينيا"), ("en", "Kisumu, Kenya")])
def test_a_place_and_its_country_stand_in_the_order_of_the_page(language: str, written: str) -> None:
    with translation.override(language):
        assert whereabouts("Kisumu", "KE") == written


def test_the_items_of_a_list_are_isolated_each() -> None:
    source = "{% load core_tags %}<p>{{ names|in_words }}</p>"
    told = shown(source, "ar", names=[NILA, AMAL])
    assert told == f"<p>\u2068{NILA}\u2069 و{AMAL}</p>"
