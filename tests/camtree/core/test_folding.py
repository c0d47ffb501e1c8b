"""Templates are folded for people and whole for everything else: no byte of a page depends on where lines break."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template import engines
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from camtree.core.folding import WIDTH, fold, unfold
from camtree.core.words.isolating import isolating

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
PIECES = st.sampled_from(
    [
        *("<p>", "</p>", '<a class="b" href="{% url c %}">', "</a>", "<br>", "{% if a %}", "{% else %}", "{% endif %}"),
        *("{{ b }}", " ", " ", "word", "a longer word", "é", "<", "{# note #}"),
        '<input name="x"{% if a %} disabled{% endif %}>',
    ]
)


@pytest.mark.parametrize(
    ("folded", "whole"),
    [
        ("<p>one</p>\n<p>two</p>", "<p>one</p>\n<p>two</p>"),
        ("<p>\n  {{ name }}\n  <b>x</b>\n  </p>", "<p>{{ name }}<b>x</b></p>"),
        ('<a class="b"\n    href="c">', '<a class="b" href="c">'),
        ("one\n  two", "one two"),
    ],
)
def test_a_line_that_is_indented_goes_on_with_the_one_before(folded: str, whole: str) -> None:
    assert unfold(folded) == whole


@effort(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join))
def test_folding_changes_nothing_that_is_read_and_is_done_once(source: str) -> None:
    folded = fold(source)
    assert unfold(folded) == unfold(source)
    assert fold(folded) == folded


def test_what_lies_in_something_stands_below_it() -> None:
    line = '<ul>{% for row in rows %}<li><a href="{{ row.address }}">{{ row.title }}</a></li>{% endfor %}</ul>'
    assert fold(line) == line
    long = line.replace("{{ row.title }}", "{{ row.title }}" + "<b>{{ row.another_title }}</b>" * 3)
    assert fold(long).splitlines() == [
        "<ul>",
        "  {% for row in rows %}",
        "    <li>",
        '      <a href="{{ row.address }}">',
        f"        {{{{ row.title }}}}{'<b>{{ row.another_title }}</b>' * 3}",
        "      </a>",
        "    </li>",
        "  {% endfor %}",
        "  </ul>",
    ]


def test_our_templates_are_folded() -> None:
    call_command("format_templates", "--check", verbosity=0)
    lines = [line for path in TEMPLATES for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 6000
    # What is left is one tag or one text that holds no place to break.
    assert sum(len(line) > WIDTH for line in lines) * 100 < len(lines)


def test_a_template_that_is_not_folded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/long.html").write_text("<p>" + "word " * 60 + "</p>")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    with pytest.raises(CommandError, match=r"templates/long\.html"):
        call_command("format_templates", "--check")
    call_command("format_templates", verbosity=0)
    call_command("format_templates", "--check", verbosity=0)


def test_the_engine_reads_them_whole() -> None:
    source = engines["django"].engine.find_template("research/library/report_page.html")[0].source  # type: ignore[attr-defined]
    assert "\n " not in source
    name = "research/library/report_page.html"
    assert source == isolating(unfold(Path(settings.BASE_DIR, "templates", name).read_text()), name)


def test_a_text_keeps_each_of_its_lines() -> None:
    root = Path(settings.BASE_DIR, "templates")
    texts = sorted(str(path.relative_to(root)) for path in root.rglob("*.txt"))
    assert len(texts) > 60
    for name in texts:
        written = (root / name).read_text(encoding="utf-8").splitlines()
        read = engines["django"].engine.find_template(name)[0].source.splitlines()  # type: ignore[attr-defined]
        assert [_indent(line) for line in read] == [_indent(line) for line in written], name


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
