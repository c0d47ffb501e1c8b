from hypothesis import given
from hypothesis import strategies as st

from research.inquiries.manuscript import plain_text
from research.review.differences import changes_between


def test_words_that_came_and_went_are_marked() -> None:
    html = changes_between("<p>Eleven pupils spoke.</p><p>Same.</p>", "<p>Twelve pupils spoke out.</p><p>Same.</p>")
    assert html == "<p><del>Eleven</del> <ins>Twelve</ins> pupils <del>spoke.</del> <ins>spoke out.</ins></p>"


def test_whole_paragraphs_come_and_go() -> None:
    assert changes_between("<p>A</p>", "<p>A</p><p>B</p>") == "<p><ins>B</ins></p>"
    assert changes_between("<p>A</p><p>B</p>", "<p>A</p>") == "<p><del>B</del></p>"
    assert changes_between("<p>A</p>", "<p>A</p>") == ""


def test_chinese_is_compared_by_character() -> None:
    assert (
        changes_between("<p>学生很少提问</p>", "<p>学生经常提问</p>") == "<p>学生<del>很少</del><ins>经常</ins>提问</p>"
    )


def test_text_stays_text() -> None:
    assert changes_between("", "<p>&lt;script&gt;</p>") == "<p><ins>&lt;script&gt;</ins></p>"


def test_a_giant_paragraph_is_compared_as_a_whole() -> None:
    old, new = "word " * 2000, "other " * 2000
    assert changes_between(f"<p>{old}</p>", f"<p>{new}</p>").count("<del>") == 1


@given(st.text(), st.text())
def test_nothing_but_del_and_ins_comes_out(old: str, new: str) -> None:
    html = changes_between(old.replace("<", ""), new.replace("<", ""))
    rest = str(html)
    for tag in ("<p>", "</p>", "<del>", "</del>", "<ins>", "</ins>"):
        rest = rest.replace(tag, "")
    assert "<" not in rest
    assert plain_text(html) is not None
