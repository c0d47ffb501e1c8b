"""Text of drafts: nothing dangerous in it, nothing lost from it."""

import pytest

from research.inquiries.manuscript import as_markdown, clean_html, count_words, from_markdown, plain_text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>Plain <b>bold</b> <i>slanted</i></p>", "<p>Plain <strong>bold</strong> <em>slanted</em></p>"),
        ("<h1>Too big</h1><h6>Too small</h6>", "<h3>Too big</h3><h4>Too small</h4>"),
        ("<p onclick='x()' style='color:red'>A</p>", "<p>A</p>"),
        ("<script>alert(1)</script><p>A</p>", "<p>A</p>"),
        ("<p>A<img src=x onerror=alert(1)></p>", "<p>A</p>"),
        ('<p><a href="javascript:alert(1)">A</a></p>', '<p><a rel="noopener">A</a></p>'),
        ('<p><a href="https://a.test">A</a></p>', '<p><a href="https://a.test" rel="noopener">A</a></p>'),
        ("<svg><script>x</script></svg><p>A</p>", "<p>A</p>"),
        ("<p>1 < 2</p>", "<p>1 &lt; 2</p>"),
        ("<p>never closed", "<p>never closed</p>"),
        ("<p></p>", ""),
        ("<p><br></p><p>&nbsp;</p>", ""),
        (
            "<table><tr><th scope='col'>A</th></tr><tr><td colspan='2'>1</td></tr></table>",
            '<table><tbody><tr><th scope="col">A</th></tr><tr><td colspan="2">1</td></tr></tbody></table>',
        ),
    ],
)
def test_what_a_report_may_hold(sent: str, kept: str) -> None:
    assert clean_html(sent) == kept


def test_cleaning_again_changes_nothing() -> None:
    once = clean_html("<h2>A</h2><p>B &amp; <b>C</b></p><ul><li>D<li>E</ul>")
    assert clean_html(once) == once


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>One two</p><p>three</p>", 3),
        ("<ul><li>One</li><li>two</li></ul>", 2),
        ("<p>don’t e-mail</p>", 2),
        ("<p>لغة الصف</p>", 2),
        ("<p>课堂对话 is talk</p>", 6),
        ("<p>28 pupils, 3.5 hours</p>", 5),
    ],
)
def test_words_are_counted_in_any_script(html: str, words: int) -> None:
    assert count_words(html) == words


def test_lines_of_plain_text() -> None:
    assert plain_text("<h3>A</h3><p>B<br>C &amp; D</p>") == "A\nB\nC & D"


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <strong>two</strong> <em>three</em></p>",
        "<h3>Head</h3>\n<p>Text</p>",
        "<ul>\n<li>A</li>\n<li>B</li>\n</ul>",
        "<blockquote>\n<p>Said</p>\n</blockquote>",
        '<p><a href="https://a.test" rel="noopener">A</a></p>',
        "<p>x<sup>2</sup> and CO<sub>2</sub>, the 3<sup><em>rd</em></sup> of ~ and ^</p>",
        "<p>2&lt;sup&gt;</p>",
    ],
)
def test_there_and_back_through_a_text_area(html: str) -> None:
    assert from_markdown(as_markdown(html)) == html


def test_tags_typed_into_a_text_area_stay_letters() -> None:
    assert from_markdown("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
