"""Before anybody else reads a draft: places in it that may tell who a pupil is.

Patterns, not knowledge: they find what looks like a name near a word for a pupil, and a person decides. Every
repetition in them is bounded and none holds another, so that no text, however odd, keeps the server busy.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from research.inquiries.choices import FlagKind
from research.inquiries.manuscript import plain_text
from research.inquiries.models import FlagAnswer, Inquiry

LONGEST_FOUND: Final = 200

_NAME = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’'\-]{1,20}"
_FULL = rf"{_NAME}(?: {_NAME})?"
_SPOKE = (
    r"(?:said|says|asked|answered|replied|whispered|shouted|told|dijo|preguntó|respondió|contestó|explicó|"
    r"a dit|a répondu|a demandé|a expliqué)"
)
_AGED = (
    r"(?:,? (?:who (?:is|was) )?(?:aged? \d{1,2}|in Year \d{1,2}|from Year \d{1,2}|de \d{1,2} años|âgée? de \d)"
    r"|,? \(\d{1,2}\))"
)
_PUPIL = (
    r"(?:[Pp]upil|[Ss]tudent|[Ll]earner|[Cc]hild|[Bb]oy|[Gg]irl|[Aa]lumn[oa]|[Ee]studiante|[Nn]iñ[oa]|[ÉéEe]lève|"
    r"[Gg]arçon|[Ff]ille)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤"
)
PUPILS: Final = [
    re.compile(rf"\b{_PUPIL},? (?:called |named |llamad[oa] |appelée? )?({_FULL})"),
    re.compile(rf"\b(?:called|named|llamad[oa]|appelée?) ({_FULL})"),
    re.compile(rf"\b({_FULL}) {_SPOKE}\b"),
    re.compile(rf"\b({_FULL}){_AGED}"),
    re.compile(
        r"(?:الطالبة?|التلميذة?|طالبة? (?:اسمها?|تدعى|يدعى)|اسمها?|يدعى|تدعى) "
        r"([\u0621-\u064a]{3,15})(?![\u0621-\u064a])"
    ),
    re.compile(rf"([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})同学"),
    re.compile(rf"学生([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=说|问|答|，|、|和|在)"),
    re.compile(rf"(?<![{_SURNAMES}])(小[\u4e00-\u9fff])(?=同学|说|问|回答)"),
]
SCHOOLS: Final = [
    re.compile(
        r"\b((?:[A-Z][\w’'.\-]{1,20} ){1,4}(?:Primary |Secondary |High |Middle |Elementary |Infant |Junior |Nursery |"
        r"Grammar )?(?:School|Academy|College|Kindergarten))\b"
    ),
    re.compile(
        r"\b((?:Colegio|Escuela|Instituto|CEIP|IES|Liceo)(?: (?:de|del|la|las|los|el)){0,2}"
        r"(?: [A-ZÀ-Þ][\w’'\-]{1,20}){1,3})"
    ),
    re.compile(
        r"\b((?:École|Ecole|Collège|Lycée)(?: (?:de|du|des|la|le|les|primaire|élémentaire|maternelle)){0,3}"
        r"(?: [A-ZÀ-Þ][\w’'\-]{1,20}){1,3})"
    ),
    re.compile(r"(?<![\u0621-\u064a])(مدرسة [\u0621-\u064a]{3,15}(?: [\u0621-\u064a]{3,15})?)"),
    re.compile(
        r"((?:[\u4e00-\u9fff]{2,4}|第[一二三四五六七八九十]{1,3})(?:小学|中学))(?!生|教|阶|数|语|科|课|老|[\u4e00-\u9fff]年级)"
    ),
]
TRACES: Final = [
    (FlagKind.EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (FlagKind.PHONE, re.compile(r"(?<![\w./])(?:\+|\(|0)\d[\d ()/-]{6,20}\d(?![\w.]\w|\w)")),
    (
        FlagKind.BIRTH,
        re.compile(
            r"\b(?:born|née?|nacid[oa]|date of birth|fecha de nacimiento|date de naissance|تاريخ الميلاد|出生于)"
            r"\b[^.\n]{0,30}\d{4}",
            re.IGNORECASE,
        ),
    ),
]
_LISTS: Final = {
    name: frozenset(words.split())
    for name, words in tomllib.loads((Path(__file__).parent / "not_names.toml").read_text(encoding="utf-8")).items()
}
# Words that begin with a capital and are nobody: at the beginning of a sentence, or by their kind.
NOBODY: Final = _LISTS["nobody"]
NOT_ARABIC_NAMES: Final = _LISTS["not_arabic_names"]
ARABIC_NAMES_LIKE_VERBS: Final = _LISTS["arabic_names_like_verbs"]
NOT_ARABIC_SCHOOLS: Final = _LISTS["not_arabic_schools"]
_NOT_CHINESE_SCHOOL = re.compile(r"[所的在们个和是从到有级全各本该某多些教与及为等其后上下、小初高于进中这两]")
_CITED = re.compile(rf"({_NAME})(?:(?: (?:and|&|y|et) |, )({_NAME}))?(?: et al\.?)?,? \(?(?:19|20)\d\d")
_SENTENCE_END = frozenset('.!?\n“”"«»:¿¡(')


@dataclass(frozen=True)
class Flag:
    """A place that may tell who somebody is, and what somebody said about it."""

    kind: FlagKind
    found: str
    part: str
    reason: str = ""

    @property
    def words(self) -> str:
        """What it is, in the reader's language."""
        return _("“%(found)s”: %(kind)s") % {"found": self.found, "kind": FlagKind(self.kind).label}

    @property
    def key(self) -> str:
        """Tells flags apart in a form."""
        return f"{self.kind.value}:{self.found}"


def flags_of(inquiry: Inquiry) -> list[Flag]:
    """What is flagged in a draft now, each once, with the reason that somebody gave for it."""
    reasons = {(row.kind, row.found): row.reason for row in FlagAnswer.objects.filter(inquiry=inquiry)}
    texts = [(row.name, plain_text(row.text)) for row in inquiry.parts.all() if row.text]
    texts += [(f"file-{file.number}", f"{file.title}\n{file.alt}") for file in inquiry.attachments.all()]
    pupils = list(inquiry.case_pupils.all())
    texts += [
        ("pupils", "\n".join([pupil.starting_point, pupil.prediction, *(text for _n, text in pupil.lessons_seen)]))
        for pupil in pupils
    ]
    known = known_names(inquiry, "\n".join(text for _part, text in texts))
    real = [pupil.label for pupil in pupils if looks_real(pupil.label, _authors(inquiry))]
    # A pseudonym that was declared as one may stand in the text.
    known |= frozenset(_words(pupil.label for pupil in pupils if pupil.label not in real))
    own_school = inquiry.school.strip()
    seen: dict[tuple[str, str], Flag] = {}
    for label in real:
        key = (FlagKind.PUPIL.value, label)
        seen.setdefault(key, Flag(FlagKind.PUPIL, label, "pupils", reasons.get(key, "")))
    for part, text in texts:
        for kind, found in flags_in(text, known):
            if kind == FlagKind.SCHOOL and inquiry.show_school and own_school and own_school in found:
                continue
            key = (kind.value, found)
            seen.setdefault(key, Flag(kind, found, part, reasons.get(key, "")))
        if len(own_school) > 3 and own_school in text and not inquiry.show_school:
            key = (FlagKind.SCHOOL.value, own_school)
            seen.setdefault(key, Flag(FlagKind.SCHOOL, own_school, part, reasons.get(key, "")))
    return list(seen.values())


def looks_real(label: str, authors: frozenset[str]) -> bool:
    """Whether a pseudonym is like a real name: first and family name, or the name of one of the authors."""
    words = [word.casefold() for word in _words([label])]
    if any(word in authors for word in words):
        return True
    if re.fullmatch(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}", label.strip()):
        return True
    is_full = re.fullmatch(rf"{_NAME}(?: {_NAME}){{1,3}}", label.strip())
    return bool(is_full) and words[0] not in NOBODY


def _authors(inquiry: Inquiry) -> frozenset[str]:
    return frozenset(word.casefold() for word in _words(f"{p.name} {p.native_name}" for p in inquiry.people.all()))


def known_names(inquiry: Inquiry, text: str) -> frozenset[str]:
    """Words that are names of people who may be named: authors, and whoever is cited."""
    people = [f"{person.name} {person.native_name}" for person in inquiry.people.all()]
    cited = [str(reference).partition("(")[0] for reference in inquiry.references.all()]
    return frozenset(_words(people)) | frozenset(_words(cited)) | cited_in(text)


def cited_in(text: str) -> frozenset[str]:
    """Names before a year, as in “Dudley (2013)” and “(Mercer and Littleton, 2007)”."""
    return frozenset(name for match in _CITED.finditer(text) for name in match.groups() if name)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[^\W\d_][\w’'-]{1,30}", text)


def flags_in(text: str, known: frozenset[str] = frozenset()) -> list[tuple[FlagKind, str]]:
    """What in a text may tell who somebody is, each once, as it stands there."""
    found = [(kind, match[0].strip()) for kind, pattern in TRACES for match in pattern.finditer(text)]
    lower = frozenset(re.findall(r"\b[a-zà-ÿ]{2,20}\b", text))
    for pattern in PUPILS:
        for match in pattern.finditer(text):
            name = _name_in(match, text, known, lower)
            if name:
                found.append((FlagKind.PUPIL, name))
    for pattern in SCHOOLS:
        for match in pattern.finditer(text):
            name = _school_in(match[1].strip())
            if name:
                found.append((FlagKind.SCHOOL, name))
    return list(dict.fromkeys((kind, words[:LONGEST_FOUND]) for kind, words in found))


def _name_in(match: re.Match[str], text: str, known: frozenset[str], lower: frozenset[str]) -> str:
    """The name that a pattern found, "" where it is a word like any other or somebody who may be named."""
    name, begins = match[1], match.start(1)
    if "\u0621" <= name[0] <= "\u064a":
        is_verb = name[0] in "يتن" and name not in ARABIC_NAMES_LIKE_VERBS
        return "" if name.startswith("ال") or name in NOT_ARABIC_NAMES or is_verb or name in known else name
    if name[0] >= "\u4e00":
        return "" if name in known else name
    words = name.split(" ")
    opens_sentence = not text[:begins].rstrip(" ") or text[:begins].rstrip(" ")[-1] in _SENTENCE_END
    if words[0].lower() in NOBODY or (opens_sentence and words[0].lower() in lower):
        words = words[1:]
    words = [word.removesuffix("’s").removesuffix("'s") for word in words]
    return " ".join(word for word in words if word not in known and word.lower() not in NOBODY)


def _school_in(name: str) -> str:
    """The name of a school, "" where the words before it name none."""
    if name.startswith("مدرسة"):
        word = name.split(" ")[1]
        return "" if word in NOT_ARABIC_SCHOOLS else name
    if name.endswith(("小学", "中学")):
        return "" if _NOT_CHINESE_SCHOOL.search(name[:-2]) else name
    words = name.split(" ")
    while words and words[0].lower() in NOBODY:
        words = words[1:]
    proper = [word for word in words[:-1] if word.lower() not in NOBODY and word.lower() not in _SORTS]
    return " ".join(words) if proper or (words[:1] and words[0] in _SCHOOL_WORDS) else ""


_SORTS: Final = frozenset(
    ["primary", "secondary", "high", "middle", "elementary", "infant", "junior", "nursery", "grammar", "old", "new"]
)
_SCHOOL_WORDS: Final = frozenset(
    {"Colegio", "Escuela", "Instituto", "CEIP", "IES", "Liceo", "École", "Ecole", "Collège", "Lycée"}
)
