"""References: pasted in four forms, read without asking anybody, faults named by their line."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from research.inquiries.actions.references import add_references, look_at_references
from research.inquiries.manuscript import plain_text
from research.inquiries.references import in_words, read_references
from research.models import Inquiry, Reference
from research.review.actions.submitting import submit_inquiry
from tests.factories.inquiries import make_inquiry, make_ready_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

ARTICLE = r"""@article{dudley2013,
  author = {Dudley, Peter and M{\"u}ller, Jos{\'e} Luis},
  title = {Teacher learning in {Lesson Study}},
  journal = {Teaching and Teacher Education},
  year = 2013, volume = {34}, number = {2}, pages = {107--121},
  doi = {10.1016/J.TATE.2013.04.006}
}"""
CHAPTER = """TY  - CHAP
AU  - Mercer, Neil
ED  - Littleton, Karen
ED  - Howe, Christine
A2  - Littleton, Karen
T1  - Talk that helps
T2  - Educational dialogues
PB  - Routledge
PY  - 2010
SP  - 12
EP  - 30
ER  - """
BOOK = json.dumps(
    {
        "type": "book",
        "title": "Dialogic teaching",
        "publisher": "Dialogos",
        "issued": {"date-parts": [[2017]]},
        "author": [{"family": "Alexander", "given": "Robin J."}],
    }
)


def first(text: str) -> str:
    return plain_text(in_words(read_references(text).works[0]))


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (
            ARTICLE,
            (
                "Dudley, P., & Müller, J. L. (2013). Teacher learning in Lesson Study. Teaching and Teacher Education, "
                "34(2), 107–121. https://doi.org/10.1016/j.tate.2013.04.006"
            ),
        ),
        (
            CHAPTER,
            "Mercer, N. (2010). Talk that helps. In K. Littleton (Ed.), Educational dialogues (pp. 12–30). Routledge.",
        ),
        (BOOK, "Alexander, R. J. (2017). Dialogic teaching. Dialogos."),
        (
            "@phdthesis{a, author={Ngugi, Wanjiru}, title={Talk}, school={Kenyatta University}, year=2019}",
            "Ngugi, W. (2019). Talk [thesis, Kenyatta University].",
        ),
        (
            "@techreport{a, author={{Ministry of Education}}, title={Talk}, institution={Government}, year=2019}",
            "Ministry of Education. (2019). Talk. Government.",
        ),
        ("@online{a, title={Oracy}, url={https://a.test/x}}", "Oracy. (n.d.). https://a.test/x"),
        (
            "@book{a, editor={Wegerif, Rupert and Mercer, Neil}, title={Talk}, publisher={P}, year=1999}",
            "Wegerif, R., & Mercer, N. (Eds.) (1999). Talk. P.",
        ),
        (
            "@article{a, author={王, 小明}, title={课堂对话}, journal={教育研究}, year=2020}",
            "王小明. (2020). 课堂对话. 教育研究.",
        ),
        ("doi:10.1016/j.tate.2013.04.006", "https://doi.org/10.1016/j.tate.2013.04.006"),
        ("https://doi.org/10.1000/ABC.", "https://doi.org/10.1000/abc"),
    ],
)
def test_works_in_words(pasted: str, words: str) -> None:
    assert first(pasted) == words


def test_good_entries_come_in_and_faults_are_named_by_line() -> None:
    broken = "some words\nover two lines\n\n@book{b, title=\n@book{c, year=2000}"
    pasted = f"{ARTICLE}\n\n{broken}\n{CHAPTER}\n10.1000/x\nTY  - JOUR\nER  - "
    found = read_references(pasted)
    assert [work.get("title") for work in found.works] == ["Teacher learning in Lesson Study", "Talk that helps", None]
    assert [(fault.line, fault.reason.split(":")[0]) for fault in found.faults] == [
        (9, "This is neither BibTeX, RIS, CSL-JSON nor a DOI. Add it by hand."),
        (12, "This BibTeX entry is not complete"),
        (13, "The title is missing."),
        (27, "The title is missing."),
    ]


@pytest.mark.parametrize("pasted", ["{", "[1, 2]", '{"title": ""}', '[{"title": {"a": 1}}]', "[" * 5000, "@", "TY  - "])
def test_broken_pastes_are_faults(pasted: str) -> None:
    found = read_references(pasted)
    assert not found.works
    assert found.faults
    assert all(fault.reason.endswith(".") for fault in found.faults)


@given(st.text(alphabet=st.sampled_from('@{}[]=,"\\ \nTYER-au10./5x-:é'), max_size=200))
def test_no_paste_breaks_it(pasted: str) -> None:
    for work in read_references(pasted).works:
        assert in_words(work)


def test_markup_in_a_paste_stays_letters() -> None:
    words = in_words({"title": "<script>x</script> & <b>", "type": "book", "author": [{"literal": "<i>A"}]})
    assert "<script" not in words
    assert plain_text(words).startswith("<i>A. (n.d.). <script>x</script> & <b>")


def send(inquiry: Inquiry, **data: str) -> Any:
    return browser_of(owner_of(inquiry)).post(reverse("my_inquiry_references", args=[inquiry.pk]), data)


@pytest.mark.django_db
def test_paste_look_keep() -> None:
    inquiry = make_inquiry()
    html = send(inquiry, pasted=f"{ARTICLE}\nnothing\n{CHAPTER}").content.decode()
    assert "Line 8: This is neither" in html
    assert not Reference.objects.exists()
    for _click in range(2):
        assert send(inquiry, pasted=f"{ARTICLE}\nnothing\n{CHAPTER}", keep="yes").status_code == 302
    assert [str(row)[:6] for row in Reference.objects.all()] == ["Dudley", "Mercer"]


@pytest.mark.django_db
def test_the_same_doi_again_is_told_and_an_address_alone_is_completed() -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    assert add_references(inquiry=inquiry, member=owner, text="10.1016/j.tate.2013.04.006")[0] == 1
    assert not Reference.objects.get().is_complete
    assert add_references(inquiry=inquiry, member=owner, text=ARTICLE)[0] == 1
    assert Reference.objects.get().is_complete
    assert "This is in your list already" in send(inquiry, pasted=ARTICLE).content.decode()
    assert add_references(inquiry=inquiry, member=owner, text=f"{ARTICLE}\n10.1016/j.tate.2013.04.006")[0] == 0


@pytest.mark.django_db
def test_by_hand() -> None:
    inquiry = make_inquiry()
    for _click in range(2):
        send(inquiry, **{"by-hand": "yes", "hand-text": "Émile, Z. (1762). *On education*.\n\n<b>x</b>"})
    row = Reference.objects.get()
    assert row.text == "Émile, Z. (1762). <em>On education</em>. &lt;b&gt;x&lt;/b&gt;"
    browser, address = browser_of(owner_of(inquiry)), reverse("my_inquiry_reference", args=[inquiry.pk, row.pk])
    assert "*On education*" in browser.get(address).content.decode()
    browser.post(address, {"text": "Freire, P. (1970). *Pedagogy*."})
    assert Reference.objects.get().text == "Freire, P. (1970). <em>Pedagogy</em>."
    assert browser.post(address, {"text": ""}).status_code == 422
    for _click in range(2):
        browser.post(reverse("remove_reference", args=[inquiry.pk, row.pk]))
    assert not Reference.objects.exists()


@pytest.mark.django_db
def test_strangers_and_closed_drafts() -> None:
    inquiry = make_inquiry()
    address = reverse("my_inquiry_references", args=[inquiry.pk])
    add_references(inquiry=inquiry, member=owner_of(inquiry), text=ARTICLE)
    one = reverse("my_inquiry_reference", args=[inquiry.pk, Reference.objects.get().pk])
    for where in (address, one):
        assert browser_of(make_member()).get(where).status_code == 404
        assert browser_of(None).get(where).status_code == 302
    Inquiry.objects.update(state="submitted")
    browser = browser_of(owner_of(inquiry))
    assert send(inquiry, pasted=CHAPTER, keep="yes").status_code == 302
    browser.post(one, {"text": "Other"})
    browser.post(reverse("remove_reference", args=[inquiry.pk, Reference.objects.get().pk]))
    assert str(Reference.objects.get()).startswith("Dudley")


@pytest.mark.django_db
def test_too_many_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.inquiries.actions.references.MOST", 1)
    inquiry = make_inquiry()
    response = send(inquiry, pasted=f"{ARTICLE}\n{CHAPTER}", keep="yes")
    assert "A draft holds up to 1 references." in response.content.decode()
    assert not Reference.objects.exists()


@pytest.mark.django_db
def test_of_a_paste_no_more_is_read_than_a_draft_holds() -> None:
    paste = "@book{a, title={Talk}, author={Mwangi, Grace}, year={2020}}\n" * 2_000
    assert len(read_references(paste, most=301).works) == 301
    with pytest.raises(ValidationError, match="up to 300 references"):
        look_at_references(inquiry=make_inquiry(), text=paste)


@pytest.mark.django_db
def test_they_come_behind_the_free_text_of_the_report() -> None:
    inquiry = make_ready_inquiry()
    add_references(inquiry=inquiry, member=owner_of(inquiry), text=f"{CHAPTER}\n{ARTICLE}")
    submit_inquiry(inquiry=inquiry, member=owner_of(inquiry))
    inquiry.refresh_from_db()
    assert inquiry.report is not None
    last = inquiry.report.get_latest_revision_as_object().body[-1].value
    assert last["key"] == "references"
    assert [line[:6] for line in plain_text(last["content"][0].value.source).split("\n")] == ["Dudley", "Mercer"]
    assert len(inquiry.submissions.get().manuscript["references"]) == 2


@pytest.mark.django_db(transaction=True)
def test_two_paste_the_same_at_the_same_moment(site_after_flush: None) -> None:
    inquiry = make_inquiry()
    owner = owner_of(inquiry)
    results = at_once(*[lambda: add_references(inquiry=inquiry, member=owner, text=ARTICLE)[0]] * 2)
    assert sorted(results) == [0, 1]
