"""Moodle XML, as Moodle's documentation of its question formats describes it.

Read: multichoice, truefalse, shortanswer, numerical, matching, essay, ordering, cloze; categories and tags. Pictures
and files inside a question do not come in. A document type or an entity of its own is refused: no question needs one.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from camtree.core.words.signs import printable
from learning.quizzes.exchange.questions import (
    MOST_QUESTIONS,
    Exported,
    Fault,
    ImportedQuestion,
    QuestionError,
    Reading,
    as_words,
    decimal,
    one_line,
    percents,
    rich,
    titled,
)

_FORMATS = {"html": "html", "markdown": "markdown", "moodle_auto_format": "moodle", "plain_text": "plain"}
_GAP = re.compile(r"\{(\d*):([A-Z_]{2,30}):((?:\\.|[^}\\])*)\}")
_GAP_KINDS = {
    **dict.fromkeys(("SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"), "short"),
    **dict.fromkeys(("NUMERICAL", "NM"), "numeric"),
    **dict.fromkeys(("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"), "choice"),
    **dict.fromkeys(("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"), "choice"),
}


def read_moodle(content: bytes) -> Reading:
    """The questions of a Moodle XML file, and what is wrong with the others."""
    reading, category = Reading(), ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = _("The file is not XML that can be read: %(reason)s") % {"reason": error.msg}
        return Reading(faults=[Fault(error.lineno or 1, "", reason)])
    if root.getroottree().docinfo.doctype:
        return Reading(faults=[Fault(1, "", _("The file declares a document type. Moodle's own files do not."))])
    if root.tag != "quiz":
        return Reading(faults=[Fault(root.sourceline or 1, "", _("This is XML, but not a file of Moodle questions."))])
    for element in root.iterfind("question"):
        kind = element.get("type", "")
        line = element.sourceline or 1
        if kind == "category":
            category = _words(element.find("category")).rsplit("/", 1)[-1]
            continue
        try:
            if len(reading.questions) >= MOST_QUESTIONS:
                raise QuestionError(_("A file may hold 2,000 questions; this one and the rest are left out."))
            ours, title, value = _question(element, kind)
        except QuestionError as error:
            reading.faults.append(Fault(line, _words(element.find("name"))[:80], str(error)))
            if len(reading.questions) >= MOST_QUESTIONS:
                break
            continue
        tags = tuple(tag for tag in (_words(found) for found in element.iterfind("tags/tag")) if tag)
        reading.questions.append(ImportedQuestion(ours, title, value, line, category, tags))
    return reading


def _words(element: Any) -> str:
    """The text of an element that holds it in <text>; "" where there is none."""
    return (element.findtext("text") or "").strip() if element is not None else ""


def _form(element: Any, usual: str = "html") -> str:
    return _FORMATS.get(element.get("format", ""), usual) if element is not None else usual


def _rich(element: Any) -> str:
    return rich(_words(element), _form(element))


def _as_words(element: Any) -> str:
    return as_words(_words(element), _form(element))


def _line(element: Any) -> str:
    return one_line(_words(element), _form(element, "plain"))


def _question(element: Any, kind: str) -> tuple[str, str, dict[str, Any]]:
    read = _READERS.get(kind)
    if read is None:
        reason = _("Questions of the kind “%(kind)s” cannot be taken over.") % {"kind": kind[:40] or "?"}
        raise QuestionError(reason)
    ours, value = read(element)
    prompt = "" if ours == "cloze" else _rich(element.find("questiontext"))
    if not prompt and ours != "cloze":
        raise QuestionError(_("The question has no text."))
    title = titled(_line(element.find("name")), prompt or value.get("text", ""))
    return ours, title, {"prompt": prompt, "general_feedback": _as_words(element.find("generalfeedback")), **value}


def _share(element: Any) -> Decimal:
    return decimal(element.get("fraction", "0") or "0")


def _is_yes(element: Any, name: str, usual: str = "") -> bool:
    return (element.findtext(name) or usual).strip().lower() in {"1", "true"}


def _choice(element: Any) -> tuple[str, dict[str, Any]]:
    rows = element.findall("answer")
    texts, shares = [_line(row) for row in rows], [_share(row) for row in rows]
    if len(rows) < 2:
        raise QuestionError(_("A choice needs two options at least."))
    if not all(texts):
        raise QuestionError(_("An option has no text."))
    if not any(share > 0 for share in shares):
        raise QuestionError(_("No option is right."))
    multiple = not _is_yes(element, "single", "true")
    weights = percents(shares) if multiple else [percents([share])[0] for share in shares]
    options = [
        {"text": text, "percent": percent, "feedback": _as_words(row.find("feedback"))}
        for text, percent, row in zip(texts, weights, rows, strict=True)
    ]
    return "choice", {"multiple": multiple, "shuffle": _is_yes(element, "shuffleanswers", "1"), "options": options}


def _truth(element: Any) -> tuple[str, dict[str, Any]]:
    by_text = {_words(row).strip().lower(): row for row in element.iterfind("answer")}
    if set(by_text) != {"true", "false"}:
        raise QuestionError(_("A question of true or false has these two answers."))
    return "true_false", {
        "answer": _share(by_text["true"]) > _share(by_text["false"]),
        "feedback_true": _as_words(by_text["true"].find("feedback")),
        "feedback_false": _as_words(by_text["false"].find("feedback")),
    }


def _answers(element: Any) -> list[dict[str, Any]]:
    """Answers of which one counts, with their shares and feedback."""
    found: list[dict[str, Any]] = [
        {"text": _line(row), "percent": percents([_share(row)])[0], "feedback": _as_words(row.find("feedback"))}
        for row in element.iterfind("answer")
    ]
    if not any(row["percent"] > 0 for row in found):
        raise QuestionError(_("No answer is right."))
    return found


def _short(element: Any) -> tuple[str, dict[str, Any]]:
    answers = _answers(element)
    if not all(row["text"] for row in answers):
        raise QuestionError(_("An answer has no text."))
    return "short", {"matters_case": _is_yes(element, "usecase"), "answers": answers}


def _numeric(element: Any) -> tuple[str, dict[str, Any]]:
    found = []
    for row, answer in zip(element.iterfind("answer"), _answers(element), strict=True):
        if answer["text"] == "*":
            continue  # feedback for everything else
        found.append(
            {
                "value": str(decimal(answer["text"])),
                "tolerance": str(abs(decimal(row.findtext("tolerance") or "0"))),
                "percent": answer["percent"],
                "feedback": answer["feedback"],
            }
        )
    return "numeric", {"unit": _line(element.find("units/unit/unit_name")), "answers": found}


def _matching(element: Any) -> tuple[str, dict[str, Any]]:
    pairs, extra = [], []
    for row in element.iterfind("subquestion"):
        left, right = one_line(_words(row), _form(row)), _line(row.find("answer"))
        if left and right:
            pairs.append({"left": left, "right": right})
        elif right:
            extra.append(right)
    if len(pairs) < 2:
        raise QuestionError(_("To match needs two pairs at least."))
    return "matching", {"pairs": pairs, "extra": extra}


def _open(element: Any) -> tuple[str, dict[str, Any]]:
    points = int(decimal(element.findtext("defaultgrade") or "10"))
    return "open", {"guidance": _as_words(element.find("graderinfo")), "points": points if 1 < points <= 100 else 10}


def _ordering(element: Any) -> tuple[str, dict[str, Any]]:
    # Moodle numbers the items by their fraction where it has one, else by their place in the file.
    rows = sorted(element.findall("answer"), key=_share)
    items = [one_line(_words(row), _form(row)) for row in rows]
    if len(items) < 2 or not all(items):
        raise QuestionError(_("To put in order needs two items at least, each with a text."))
    return "ordering", {"items": items}


def _cloze(element: Any) -> tuple[str, dict[str, Any]]:
    gaps: list[dict[str, Any]] = []

    def gap(match: re.Match[str]) -> str:
        gaps.append(_gap(match[2], match[3]))
        return f"[[{len(gaps)}]]"

    question = element.find("questiontext")
    text = as_words(_GAP.sub(gap, _words(question).replace("&gt;", ">").replace("&lt;", "<")), _form(question))
    if not gaps:
        raise QuestionError(_("The text has no gap that could be read."))
    return "cloze", {"text": text, "gaps": gaps}


def _gap(name: str, text: str) -> dict[str, Any]:
    kind = _GAP_KINDS.get(name)
    if kind is None:
        raise QuestionError(_("Gaps of the kind “%(kind)s” cannot be taken over.") % {"kind": name[:40]})
    answers: list[dict[str, Any]] = []
    for piece in re.split(r"(?<!\\)~", text):
        share = Decimal(0)
        if piece.startswith("="):
            share, piece = Decimal(100), piece[1:]
        elif match := re.match(r"%(-?\d{1,3}(?:\.\d{1,10})?)%", piece):
            share, piece = Decimal(match[1]), piece[match.end() :]
        words, _sign, feedback = piece.partition("#")
        if words == "*":
            continue
        tolerance = "0"
        if kind == "numeric":
            words, _colon, wide = words.partition(":")
            words, tolerance = str(decimal(words)), str(abs(decimal(wide or "0")))
        answers.append(
            {
                "text": one_line(re.sub(r"\\(.)", r"\1", words), "html"),
                "percent": percents([share])[0],
                "tolerance": tolerance,
                "feedback": as_words(re.sub(r"\\(.)", r"\1", feedback), "html"),
            }
        )
    if not any(row["percent"] > 0 for row in answers):
        raise QuestionError(_("A gap has no right answer."))
    return {"kind": kind, "answers": answers}


_READERS: dict[str, Callable[[Any], tuple[str, dict[str, Any]]]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "match": _matching,
    "essay": _open,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
}


# ---- and back


def write_moodle(questions: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Exported:
    """A Moodle XML file of questions given as title, kind and raw value. Every kind has words in it."""
    root = etree.Element("quiz")
    for title, kind, value in questions:
        moodles, write = _WRITERS[kind]
        element = etree.SubElement(root, "question", type=moodles)
        _text(element, "name", title)
        if kind != "cloze":
            _text(element, "questiontext", str(value["prompt"]), form="html")
        _text(element, "generalfeedback", value.get("general_feedback", ""), form="plain_text")
        write(element, value)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Exported(content.decode())


def _text(parent: Any, name: str, text: str, *, form: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, name, **({"format": form} if form else {}), **attributes)
    # XML has no place for other control characters.
    etree.SubElement(element, "text").text = printable(str(text))
    return element


def _say(parent: Any, name: str, text: Any) -> None:
    etree.SubElement(parent, name).text = str(text)


def _answer(parent: Any, text: Any, percent: int, feedback: str = "") -> Any:
    element = _text(parent, "answer", str(text), form="plain_text", fraction=str(percent))
    _text(element, "feedback", feedback, form="plain_text")
    return element


def _write_choice(element: Any, value: Mapping[str, Any]) -> None:
    _say(element, "single", "false" if value["multiple"] else "true")
    _say(element, "shuffleanswers", 1 if value["shuffle"] else 0)
    for row in value["options"]:
        _answer(element, row["text"], row["percent"], row["feedback"])


def _write_truth(element: Any, value: Mapping[str, Any]) -> None:
    _answer(element, "true", 100 if value["answer"] else 0, value["feedback_true"])
    _answer(element, "false", 0 if value["answer"] else 100, value["feedback_false"])


def _write_short(element: Any, value: Mapping[str, Any]) -> None:
    _say(element, "usecase", 1 if value["matters_case"] else 0)
    for row in value["answers"]:
        _answer(element, row["text"], row["percent"], row["feedback"])


def _write_numeric(element: Any, value: Mapping[str, Any]) -> None:
    for row in value["answers"]:
        _say(_answer(element, row["value"], row["percent"], row["feedback"]), "tolerance", row["tolerance"] or 0)
    if value.get("unit"):
        unit = etree.SubElement(etree.SubElement(element, "units"), "unit")
        _say(unit, "multiplier", 1)
        _text(unit, "unit_name", value["unit"])


def _write_matching(element: Any, value: Mapping[str, Any]) -> None:
    _say(element, "shuffleanswers", 1)
    for left, right in [
        *((row["left"], row["right"]) for row in value["pairs"]),
        *(("", row) for row in value["extra"]),
    ]:
        _text(_text(element, "subquestion", left, form="plain_text"), "answer", right)


def _write_open(element: Any, value: Mapping[str, Any]) -> None:
    _say(element, "defaultgrade", value["points"])
    _text(element, "graderinfo", value["guidance"], form="plain_text")


def _write_ordering(element: Any, value: Mapping[str, Any]) -> None:
    for place, item in enumerate(value["items"], start=1):
        _answer(element, item, place)


def _write_cloze(element: Any, value: Mapping[str, Any]) -> None:
    names = {"short": "SHORTANSWER", "numeric": "NUMERICAL", "choice": "MULTICHOICE"}
    text = str(value["text"])
    for number, gap in enumerate(value["gaps"], start=1):
        answers = "~".join(
            f"%{row['percent']}%{_escaped(row['text'])}"
            + (f":{row['tolerance'] or 0}" if gap["kind"] == "numeric" else "")
            + (f"#{_escaped(row['feedback'])}" if row.get("feedback") else "")
            for row in gap["answers"]
        )
        text = text.replace(f"[[{number}]]", f"{{1:{names[gap['kind']]}:{answers}}}")
    _text(element, "questiontext", text, form="plain_text")


def _escaped(text: str) -> str:
    return re.sub(r"([}#~/\"\\])", r"\\\1", str(text))


_WRITERS: dict[str, tuple[str, Callable[[Any, Mapping[str, Any]], None]]] = {
    "choice": ("multichoice", _write_choice),
    "true_false": ("truefalse", _write_truth),
    "short": ("shortanswer", _write_short),
    "numeric": ("numerical", _write_numeric),
    "matching": ("matching", _write_matching),
    "open": ("essay", _write_open),
    "ordering": ("ordering", _write_ordering),
    "cloze": ("cloze", _write_cloze),
}
