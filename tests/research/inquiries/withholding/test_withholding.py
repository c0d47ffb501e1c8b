"""Nothing of a name is left in a text, in whichever form it stands there, and nothing else is touched."""

import time
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from research.inquiries.withholding import Names, Person, Place, withhold

INSTEAD = "[name withheld]"


def blind(text: str, *names: str, html: bool = True, **facts: tuple[str, ...]) -> str:
    return withhold(text, Names([Person(names, **facts)]), instead=INSTEAD, in_html=html).text


def likely(text: str, *names: str) -> list[tuple[str, str, str]]:
    found = withhold(text, Names([Person(names)]), instead=INSTEAD).likely
    return [(word.before, word.words, word.after) for word in found]


def at(text: str, *places: Place, towns: tuple[str, ...] = ()) -> str:
    return withhold(text, Names([], places, towns), instead=INSTEAD).text


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (("Ana García Núñez",), "García (2020) y Garcia; ANA GARCÍA", "{} (2020) y {}; {}"),
        (
            ("Ana García Núñez",),
            "A. García; García, A. (2019); (García Núñez, 2019); AGN y A. G. N.",
            "{}; {} (2019); ({}, 2019); {} y {}",
        ),
        (
            ("Achieng Odera",),
            "ODERA wrote it, odera too. Achieng’s class and Achieng's. The Oderas.",
            "{} wrote it, {} too. {}’s class and {}'s. The {}.",
        ),
        (
            ("王小明",),
            "王小明老师、小明老师、王老师；王（2020）；（王，2020）；王等（2020）。",
            "{}老师、{}老师、{}老师；{}（2020）；（{}，2020）；{}等（2020）。",
        ),
        (("王小明",), "Wang Xiaoming, Xiao Ming Wang and Wang (2020)", "{}, {} and {} (2020)"),
        (("張偉",), "张伟说", "{}说"),
        (("رانيا الزهراني",), "ولرانيا وقالت رَانِيَا وبرانيـــا وللزهراني", "ول{} وقالت {} وب{} ول{}"),
        (("عبد الرحمن خليفة",), "عبدالرحمن وعبد الرحمن خليفه", "{} و{}"),
        (
            ("Li Na",),
            "Li (2020); (Li, 2020); (Li &amp; Smith, 2020); Li et al. found; Ms Li; Li's class; Li, N.; Li Na",
            "{} (2020); ({}, 2020); ({} &amp; Smith, 2020); {} et al. found; Ms {}; {}'s class; {}; {}",
        ),
        (
            ("May Hill",),
            "May (2020) and Hill (2019); (May, 2020); Mrs May; May Hill",
            "{} (2020) and {} (2019); ({}, 2020); Mrs {}; {}",
        ),
        (
            ("Anna van der Meer",),
            "Van der Meer (2019), van der Meer; A. van der Meer; vandermeer; Meer",
            "{} (2019), {}; {}; {}; {}",
        ),
        (("Seán O’Brien",), "O'Brien; OBRIEN; O’Brien's; Sean", "{}; {}; {}'s; {}"),
        (("İpek Işık",), "IŞIK; ışık; İPEK; ipek Isik’in", "{}; {}; {}; {}’in"),
        (("Jürgen Müller",), "Mueller; MULLER; Juergen Müller", "{}; {}; {}"),
        (("Ольга Иванова",), "Ивановой помогла Ольга; Olga Ivanova", "{} помогла {}; {}"),
        (("Γιώργος Παππάς",), "ΠΑΠΠΑΣ, του Παππά", "{}, του {}"),
        (("Guðrún Jónsdóttir",), "Gudrun Jonsdottir; Guðrúnar", "{}; {}"),
        (("Nguyễn Thị Minh Khai",), "Nguyen Thi Minh Khai; Minh Khai; Khai (2019)", "{}; {}; {} (2019)"),
        (
            ("Wanjiku Ng’ang’a",),
            "Ng'ang'a; NG’ANG’A’s; nganga; d'Ng’ang’a; wanjiku ng’ang’a",
            "{}; {}’s; {}; d'{}; {}",
        ),
        (("Sa'id D'Arcy",), "Sa’id d’Arcy; SAID; Sa’id’s; d’Arcy", "{}; {}; {}’s; {}"),
        (("Li Na",), "li na; na li", "{}; {}"),
        (("Kim Min-jun",), "Min-jun (2020); Min Jun Kim; Minjun", "{} (2020); {}; {}"),
        (("Ludovic d’Estienne",), "d'Estienne (2020); Estienne", "{} (2020); {}"),
        (("Hope Rose",), "we saw Rose’s class. Hope's end; June's", "we saw {}’s class. Hope's end; June's"),
        (("José María de la Fuente",), "josé maría de la fuente, JoséMaríadelaFuente", "{}, {}"),
        (("Þórunn Eiríksdóttir",), "Þ. Eiríksdóttir; Eiríksdóttir, Þ.", "{}; {}"),
        (("Abebe Bikila",), "Abebe (2018); Bikila Abebe", "{} (2018); {}"),
        (("Suharyanti",), "Bu Suharyanti; suharyanti", "Bu {}; {}"),
        (("김민수",), "김민수가 민수는 김 선생님", "{}가 {}는 {} 선생님"),
        (("山田 太郎",), "山田太郎さん、山田先生、太郎", "{}さん、{}先生、{}"),
        (("สมชาย ใจดี",), "ครูสมชายใจดีสอน", "ครู{}สอน"),
        (("प्रिया शर्मा",), "प्रिया ने; शर्मा (2020)", "{} ने; {} (2020)"),
        (("Mary Smith-Jones",), "Smith-Jones; Jones (2020); Smith Jones", "{}; {} (2020); {}"),
    ],
)
def test_a_name_is_withheld_in_the_forms_of_its_culture(names: tuple[str, ...], text: str, expected: str) -> None:
    assert blind(text, *names) == expected.replace("{}", INSTEAD)


# Invented: given and family names as they might stand in a register.
CULTURES = {
    "spanish": ["Ximena Aldabe Orizuela", "Iñaki Berrotxa Lumbier"],
    "east african": ["Achieng Odera", "Wanjiru Kamotho"],
    "dutch": ["Lotte van der Hoekstra", "Joost ten Brinkman"],
    "turkish": ["İlknur Çağlıdere", "Işılay Gümüşçü"],
    "vietnamese": ["Nguyễn Thị Khánh Huệ", "Trần Đức Thịnh"],
    "icelandic": ["Þórunn Eiríksdóttir", "Ásgeir Hrólfsson"],
    "ethiopian": ["Tsehaynesh Gebremeskel", "Dawit Woldeamlak"],
    "indonesian": ["Suharyanti", "Rahmawati Kusumadewi"],
    "russian": ["Людмила Верещагина", "Степан Ходорченко"],
    "greek": ["Ευγενία Παπαδοπούλου", "Λεωνίδας Στεφανόπουλος"],
    "arabic": ["رانيا الزهراني", "ميساء القحطاني"],
    "irish": ["Aoife O’Shaughnessy", "Cormac MacGiolla"],
}


def forms(name: str) -> st.SearchStrategy[str]:
    """A name as writers put it: whole, one of its names, other case, without accents, turned around, with marks."""
    words = [word for word in name.split() if len(word) > 3 and word not in {"Minh", "Khai"}]
    whole = st.sampled_from([name, *words, ", ".join([words[-1], *words[:-1]]), " ".join(reversed(words))])
    changes: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
        [
            str,
            str.upper,
            lambda text: unicodedata.normalize("NFD", text),
            lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
            lambda text: text.replace(" ", "&nbsp;"),
            lambda text: text[:2] + "&shy;" + text[2:],
            lambda text: text[:3] + "\u200b" + text[3:],
            lambda text: f"<b>{text[:1]}</b>{text[1:]}",
            lambda text: "".join(f"&#{ord(c)};" for c in text),
        ]
    )
    ends = st.sampled_from(["", "’s", "'s", " (2020)", ", 2021", ".", " et al."])
    return st.tuples(whole, changes, ends).map(lambda parts: parts[1](parts[0]) + parts[2])


def seen(html: str) -> str:
    """What a reader sees of HTML, without accents and case."""
    pieces: list[str] = []
    parser = HTMLParser()
    parser.handle_data = pieces.append  # type: ignore[method-assign, assignment]
    parser.feed(html)
    parser.close()
    text = unicodedata.normalize("NFD", "".join(pieces).replace("\xad", "").replace("\u200b", "").casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).replace("ı", "i").replace("ð", "d")


NAMES = [name for names in CULTURES.values() for name in names]


@given(st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), forms(name))))
@example(("İlknur Çağlıdere", "ÇAĞLIDERE’s"))
def test_nothing_of_a_name_is_left(drawn: tuple[str, str]) -> None:
    name, form = drawn
    before, after = "<p>12 pupils; ", " &amp; 19 later.</p>"
    text = blind(before + form + after, name)
    left = seen(text.replace(INSTEAD, ""))
    for word in name.split():
        if len(word) > 3:
            assert seen(word) not in left
    assert text.startswith(before)
    assert text.endswith(after)
    assert INSTEAD in text


# Nothing in these signs makes one of the names.
PROSE = st.text(
    st.sampled_from("bcfq 0123456789.,;:()[]{}'’-–/&<>\"\n\t#%*+=^~|中文学生قوث ψφξ жщъ ガギ \u200b\xad"), max_size=400
)


@given(PROSE)
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    names = Names([Person((name,)) for name in NAMES], [Place("Hilltop Primary School")])
    assert withhold(text, names, instead=INSTEAD, in_html=False).text == text
    assert withhold(text, names, instead=INSTEAD).text == text


PLAIN = """<h3>What we saw</h3><p>In May 2020 we may ask the pupils of our primary school: “Will you read?” A long list
of children, 12–14 years, did. Smith (2019) &amp; Lee&nbsp;et&nbsp;al. agree; see <a href="https://doi.org/10.1000/182">the
study</a>.</p><p>على المعلم أن يسأل. 学生们在小学学习。</p><figure><img src="/drafts/files/x/" alt="A desk"></figure>"""


def test_ordinary_words_are_no_names() -> None:
    people = [Person((name,)) for name in [*NAMES, "Will Long", "علي حسن", "May Reid", "王学生"]]
    names = Names(people, [Place("Hill Primary School"), Place("مدرسة الأمل الابتدائية")])
    assert withhold(PLAIN, names, instead=INSTEAD).text == PLAIN


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>Ana</b> García", "<b>{}</b>"),
        ("<p>Ana&nbsp;García</p>", "<p>{}</p>"),
        ("<em>A</em>na <a href='https://x.example/'>Gar</a>cía", "<em>{}</em><a href='https://x.example/'></a>"),
        ("An\u00ada Gar\u200bc\u00eda", "{}"),
        ("<p>Ana</p><p>García</p>", "<p>{}</p><p>{}</p>"),
        ('<img src="/a/" alt="Ana García &amp; &quot;us&quot;">', '<img src="/a/" alt="{} &amp; &quot;us&quot;">'),
        ('<a href="mailto:ana@x.example" rel="noopener">me</a>', '<a rel="noopener">me</a>'),
        ('<a href="https://x.example/~anagarcia/">me</a>', "<a>me</a>"),
        ('<a href="https://x.example/Ana%20Garc%C3%ADa">me</a>', "<a>me</a>"),
        ('<a href="https://doi.org/10.1/x">it</a>', '<a href="https://doi.org/10.1/x">it</a>'),
    ],
)
def test_names_are_found_across_marks_and_html_stays_well_formed(html: str, expected: str) -> None:
    assert blind(html, "Ana García") == expected.replace("{}", INSTEAD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@anagarcia, @ana_garcia and @agarcia; @another", "{}, {} and {}; @another"),
        ("ana@school.example and anybody@else.example", "{} and {}"),
        ("ana (at) school (dot) example", "{}"),
        ("https://orcid.org/0000-0002-1825-0097", "{}"),
        ("0000-0002-1825-0097; 0000000218250097; 1234-5678-9012-3456", "{}; {}; 1234-5678-9012-3456"),
        ("https://anagarcia.example/blog, https://doi.org/10.1/x", "{}, https://doi.org/10.1/x"),
        ("https://camtree.example/drafts/Zk3Q1x9bTtY7a0Lr/ and www.ana-garcia.example", "{} and {}"),
        ("anagarcia and ana.garcia", "{} and {}"),
    ],
)
def test_addresses_tell_as_much_as_names(text: str, expected: str) -> None:
    facts = {"addresses": ("ana@school.example",), "identifiers": ("0000-0002-1825-0097",)}
    assert blind(text, "Ana García", html=False, **facts) == expected.replace("{}", INSTEAD)


def test_what_may_be_a_word_stays_and_is_told_with_what_is_around_it() -> None:
    text = "<p>We asked what Li said about the long division, and Hill agreed.</p>"
    assert blind(text, "Li Hill") == text
    assert likely(text, "Li Hill") == [
        ("We asked what", "Li", "said about the long division, and"),
        ("Li said about the long division, and", "Hill", "agreed."),
    ]


def test_dates_and_small_words_are_no_names() -> None:
    text = "Between May and August 2025, in May 2024 and on 5 May; على الطاولة"
    assert blind(text, "May Hill", "علي") == text
    assert likely(text, "May Hill", "علي") == [("Between", "May", "and August 2025, in May 2024 and on 5")]
    assert blind("May and Smith (2020)", "May Hill") == f"{INSTEAD} and Smith (2020)"


def test_what_stands_beside_a_name_in_a_register_is_no_name() -> None:
    text = "A PhD mentor of team 5 wa here; Nila and Kamau"
    for name in ("Nila Kamau, PhD", "Nila wa Kamau (mentor)", "Nila Kamau (Team 5)"):
        assert blind(text, name) == f"A PhD mentor of team 5 wa here; {INSTEAD} and {INSTEAD}"
    assert blind("Ana M. García; Ana García; M. García", "Ana García") == f"{INSTEAD}; {INSTEAD}; M. García"


def test_the_name_of_an_account_counts_as_a_whole() -> None:
    names = Names([Person(("Nila Kamau",), also=("Science at Hilltop", "nilak"))])
    text = "Our science at school; Science at Hilltop, scienceathilltop; @nilak, nilak"
    found = withhold(text, names, instead=INSTEAD)
    assert found.text == f"Our science at school; {INSTEAD}, {INSTEAD}; {INSTEAD}, nilak"


def test_the_first_half_of_an_address_names_somebody_only_where_it_says_so() -> None:
    names = Names([Person(("Nila Kamau",), ("mathematics@school.example", "np2019kn@x.example", "nilakam@x.example"))])
    found = withhold("In mathematics, np2019kn and nilakam wrote.", names, instead=INSTEAD)
    assert found.text == f"In mathematics, {INSTEAD} and {INSTEAD} wrote."


def test_somebody_else_of_the_same_family_name_is_likely_alone() -> None:
    text = "García, L. (2019) and L. García"
    assert blind(text, "Ana García") == text
    assert [words for _before, words, _after in likely(text, "Ana García")] == ["García", "García"]


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        (
            "Hilltop Primary School",
            "Hilltop Primary School, Hilltop Primary, Hilltop School, Hilltop",
            "{}, {}, {}, {}",
        ),
        (
            "Hilltop Primary School",
            "The school day at HILLTOP; primary school; School",
            "The school day at {}; primary school; School",
        ),
        (
            "Colegio San José",
            "En el Colegio San José, en San José; el colegio de José",
            "En el {}, en {}; el colegio de José",
        ),
        ("Lycée Victor Hugo", "le lycée ; Lycée Hugo ; Victor Hugo", "le lycée ; {} ; {}"),
        ("مدرسة النور الابتدائية", "المدرسة، ومدرسة النور، بمدرسة النور الابتدائية", "المدرسة، و{}، ب{}"),
        ("مدرسة الخوارزمي", "قال الخوارزمي في مدرسة الخوارزمي والخوارزمي", "قال {} في {} و{}"),
        ("北京市阳光小学", "北京市阳光小学和阳光小学的小学生", "{}和{}的小学生"),
        ("St Mary's School", "St. Mary’s and St Mary's School; Mary spoke", "{}’s and {}; Mary spoke"),
        ("Hilltop Primary School", "At HPS, hps and the UK", "At {}, hps and the UK"),
        ("", "School", "School"),
    ],
)
def test_a_school_is_withheld_by_its_name_and_no_other_is(place: str, text: str, expected: str) -> None:
    assert at(text, Place(place)) == expected.replace("{}", INSTEAD)


def test_of_a_university_only_the_whole_name_tells() -> None:
    text = "University of Marsabit; Marsabit; a university"
    assert at(text, Place("University of Marsabit", is_whole=True)) == f"{INSTEAD}; Marsabit; a university"


def test_a_town_says_less_than_a_school() -> None:
    text = "Nakuru has rain. At Nakuru Primary they said so."
    assert at(text, Place("Nakuru Primary School"), towns=("Nakuru",)) == f"Nakuru has rain. At {INSTEAD} they said so."


@pytest.mark.parametrize(
    "text",
    [
        ("Odera said to May that A. García asked Li about the school. " * 4_000)[:200_000],
        "(" * 200_000,
        "A. " * 60_000,
        "a@" * 100_000,
        "<" * 200_000,
        "www." * 50_000,
        "Ana " * 50_000,
    ],
    ids=["prose", "brackets", "initials", "mail", "tags", "addresses", "names"],
)
def test_a_long_text_with_many_people_takes_no_time(text: str) -> None:
    given_names = ["Ana García", "Li Na", "May Hill", "Achieng Odera", "王小明", "رانيا الزهراني", *NAMES[:6]]
    names = Names([Person((name,)) for name in given_names], [Place("Hilltop Primary School")])
    begin = time.process_time()
    withhold(text, names, instead=INSTEAD)
    assert time.process_time() - begin < 2.5  # far below a second on a machine that does nothing else
