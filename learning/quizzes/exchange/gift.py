r"""GIFT, Moodle's plain-text format for questions, as its documentation describes it.

The grammar that is read here (`?` once or not at all, `*` any number, `|` one of):

    file      = (comment | category | question | blank line)*     questions stand apart by blank lines
    comment   = "//" to the end of its line                       "[tag:word]" in it is kept
    category  = "$CATEGORY:" path                                 holds for the questions after it
    question  = ("::" title "::")? text "{" answers "}" text?      text behind the braces makes a gap of them
    text      = ("[html]" | "[moodle]" | "[plain]" | "[markdown]")? characters
    answers   = choice* | matching* | "#" number* | ("T" | "TRUE" | "F" | "FALSE") feedback* | nothing, then general?
    choice    = ("=" | "~") ("%" share "%")? text feedback?        only "=" makes a short answer, "~" a choice
    matching  = "=" text "->" text
    number    = value (":" tolerance)? | from ".." to               with "=" and a share where there are several
    feedback  = "#" text
    general   = "####" text

A backslash takes its meaning from the signs ~ = # { } : and from itself; `\n` is a new line. Nothing between the
braces is an open answer. Blank lines inside braces are borne with; braces that never close take only the lines up to
the next blank one along.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from learning.quizzes.exchange.questions import (
    BLANK,
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

_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_SHARE = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,10})?)%")
_TAGGED = re.compile(r"\[tag:([^\]]{1,60})\]")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str) -> Reading:
    """The questions of a GIFT file, and what is wrong with the others."""
    reading, category = Reading(), ""
    for line, block, tags in _blocks(text):
        if block.startswith("$CATEGORY:"):
            category = block.partition(":")[2].strip().rsplit("/", 1)[-1]
            continue
        try:
            if len(reading.questions) >= MOST_QUESTIONS:
                raise QuestionError(_("A file may hold 2,000 questions; this one and the rest are left out."))
            kind, title, value = _question(block)
        except QuestionError as error:
            reading.faults.append(Fault(line, " ".join(block.split())[:80], str(error)))
            if len(reading.questions) >= MOST_QUESTIONS:
                break
            continue
        reading.questions.append(ImportedQuestion(kind, title, value, line, category, tags))
    return reading


def _blocks(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, text and tags of each question."""
    lines = text.splitlines()
    place, tags = 0, ()
    while place < len(lines):
        line = lines[place].strip()
        if not line or line.startswith("//"):
            tags = (*tags, *_TAGGED.findall(line)) if line else ()
            place += 1
        elif line.startswith("$CATEGORY:"):
            yield place + 1, line, ()
            place, tags = place + 1, ()
        else:
            start, end = place, _end_of(lines, place)
            kept = [row for row in lines[start:end] if not row.strip().startswith("//")]
            yield start + 1, "\n".join(kept).strip(), tags
            place, tags = end, ()


def _end_of(lines: list[str], start: int) -> int:
    """The line behind a question: the first blank one outside of braces, else, where they never close, inside them."""
    depth, first_blank = 0, None
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.strip():
            if depth <= 0:
                return place
            first_blank = first_blank or place
        elif not line.strip().startswith("//"):
            bare = re.sub(r"\\.", "", line)
            depth += bare.count("{") - bare.count("}")
    return first_blank if depth > 0 and first_blank else len(lines)


def _split(text: str, signs: str) -> list[tuple[str, str]]:
    """Pieces of a text, each with the unescaped sign before it ("" for the first)."""
    pieces, sign, start, place = [], "", 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] in signs:
            pieces.append((sign, text[start:place]))
            sign, start = text[place], place + 1
        place += 1
    pieces.append((sign, text[start:]))
    return pieces


def _find(text: str, wanted: str, start: int = 0) -> int:
    """Where `wanted` stands unescaped; -1 where it does not."""
    place = start
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text.startswith(wanted, place):
            return place
        else:
            place += 1
    return -1


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def _formatted(text: str, usual: str) -> tuple[str, str]:
    """A text without escapes, and its format."""
    match = _FORMAT.match(text)
    return _unescaped(text[match.end() :] if match else text), match[1] if match else usual


def _question(block: str) -> tuple[str, str, dict[str, Any]]:
    """Kind, title and value of one question. Raises QuestionError."""
    title = ""
    if block.startswith("::"):
        end = _find(block, "::", 2)
        if end < 0:
            raise QuestionError(_("The name of the question is not closed by “::”."))
        title, block = _unescaped(block[2:end]), block[end + 2 :]
    opened = _find(block, "{")
    if opened < 0:
        raise QuestionError(_("A text without answers in braces is no question. It belongs in the lesson."))
    closed = _find(block, "}", opened)
    if closed < 0:
        raise QuestionError(_("The answers are not closed by “}”."))
    if _find(block, "{", opened + 1) >= 0:
        reason = _("There are two pairs of braces, or one inside another. Write \\{ where you mean the sign.")
        raise QuestionError(reason)
    before, answers, after = block[:opened], block[opened + 1 : closed].strip(), block[closed + 1 :].strip()
    text, form = _formatted(before, "moodle")
    if after.strip(" .?!;:،؟。？！"):
        text = f"{text.rstrip()} {BLANK} {_unescaped(after)}".strip()
    prompt = rich(text, form)
    if not prompt:
        raise QuestionError(_("The question has no text."))
    general = ""
    if (place := _find(answers, "####")) >= 0:
        answers, general = answers[:place].strip(), answers[place + 4 :]
        general = as_words(*_formatted(general, form))
    kind, value = _answers(answers, form)
    return kind, titled(title, prompt), {"prompt": prompt, "general_feedback": general, **value}


def _answers(text: str, form: str) -> tuple[str, dict[str, Any]]:
    """Kind and value of what stands between the braces. Raises QuestionError."""
    if not text:
        return "open", {"guidance": "", "points": 10}
    if text.startswith("#"):
        return "numeric", {"unit": "", "answers": _numbers(text[1:], form)}
    pieces = _split(text, "#")
    if (truth := _TRUTH.get(pieces[0][1].strip().upper())) is not None:
        # The first feedback is for those who were wrong, the second for those who were right.
        feedback = [as_words(*_formatted(piece, form)) for _sign, piece in pieces[1:3]] + ["", ""]
        wrong, right = feedback[:2]
        return "true_false", {
            "answer": truth,
            "feedback_true": right if truth else wrong,
            "feedback_false": wrong if truth else right,
        }
    found = _split(text, "=~")
    if found[0][1].strip():
        raise QuestionError(
            _("Each answer begins with “=” or “~”; this one does not: “%(text)s”.") % {"text": found[0][1].strip()[:60]}
        )
    answers = found[1:]
    if any(sign == "~" for sign, _text in answers):
        return "choice", _choice(answers, form)
    if any(_find(piece, "->") >= 0 for _sign, piece in answers):
        return "matching", _matching([piece for _sign, piece in answers], form)
    return "short", {"matters_case": False, "answers": _short(answers, form)}


def _weighed(piece: str, usual: int) -> tuple[Decimal, str, str]:
    """Share of the mark, text and feedback of one answer."""
    share = Decimal(usual)
    if match := _SHARE.match(piece):
        share, piece = Decimal(match[1].replace(",", ".")), piece[match.end() :]
    place = _find(piece, "#")
    return (share, piece, "") if place < 0 else (share, piece[:place], piece[place + 1 :])


def _choice(answers: list[tuple[str, str]], form: str) -> dict[str, Any]:
    rows = [_weighed(piece, 100 if sign == "=" else 0) for sign, piece in answers]
    texts = [one_line(*_formatted(text, form)) for _share, text, _feedback in rows]
    if len(texts) < 2:
        raise QuestionError(_("A choice needs two options at least."))
    if not all(texts):
        raise QuestionError(_("An option has no text."))
    if not any(share > 0 for share, _text, _feedback in rows):
        raise QuestionError(_("No option is right."))
    # Without a right answer of its own, several together are the right one.
    multiple = not any(sign == "=" for sign, _piece in answers)
    return {
        "multiple": multiple,
        "shuffle": True,
        "options": [
            {"text": text, "percent": percent, "feedback": as_words(*_formatted(feedback, form))}
            for text, percent, (_share, _text, feedback) in zip(
                texts, percents(share for share, _text, _feedback in rows), rows, strict=True
            )
        ],
    }


def _short(answers: list[tuple[str, str]], form: str) -> list[dict[str, Any]]:
    rows = [_weighed(piece, 100) for _sign, piece in answers]
    found: list[dict[str, Any]] = [
        {
            "text": one_line(*_formatted(text, form)),
            "percent": percent,
            "feedback": as_words(*_formatted(feedback, form)),
        }
        for percent, (_share, text, feedback) in zip(_each(rows), rows, strict=True)
    ]
    if not all(row["text"] for row in found):
        raise QuestionError(_("An answer has no text."))
    if not any(row["percent"] > 0 for row in found):
        raise QuestionError(_("No answer is right."))
    return found


def _each(rows: Iterable[tuple[Decimal, str, str]]) -> list[int]:
    """Shares of answers of which one counts: each is rounded for itself."""
    return [percents([share])[0] for share, _text, _feedback in rows]


def _matching(pieces: list[str], form: str) -> dict[str, Any]:
    pairs, extra = [], []
    for piece in pieces:
        place = _find(piece, "->")
        if place < 0:
            raise QuestionError(_("Each pair has “->” between its two sides."))
        left, right = one_line(*_formatted(piece[:place], form)), one_line(*_formatted(piece[place + 2 :], form))
        if not right:
            raise QuestionError(_("A pair has nothing on its right side."))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            extra.append(right)
    if len(pairs) < 2:
        raise QuestionError(_("To match needs two pairs at least."))
    return {"pairs": pairs, "extra": extra}


def _numbers(text: str, form: str) -> list[dict[str, Any]]:
    pieces = [(sign, piece) for sign, piece in _split(text, "=~") if piece.strip()]
    found: list[dict[str, Any]] = []
    for sign, piece in pieces:
        share, number, feedback = _weighed(piece, 0 if sign == "~" else 100)
        if sign == "~" and not number.strip():
            continue  # feedback for everything else: shown nowhere here, and no reason to refuse the question
        value, tolerance = _span(_unescaped(number))
        found.append(
            {
                "value": str(value),
                "tolerance": str(tolerance),
                "percent": percents([share])[0],
                "feedback": as_words(*_formatted(feedback, form)),
            }
        )
    if not any(row["percent"] > 0 for row in found):
        raise QuestionError(_("No answer is right."))
    return found


def _span(text: str) -> tuple[Decimal, Decimal]:
    """Middle and tolerance of `5`, `5:2` and `3..7`."""
    if ".." in text:
        low, high = (decimal(part) for part in text.split("..", 1))
        if low > high:
            raise QuestionError(_("A range begins with its smaller number."))
        return (low + high) / 2, (high - low) / 2
    value, colon, tolerance = text.partition(":")
    return decimal(value), abs(decimal(tolerance)) if colon else Decimal(0)


# ---- and back


def write_gift(questions: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Exported:
    """A GIFT file of questions given as title, kind and raw value. Ordering and cloze have no words in it."""
    exported, parts = Exported(""), []
    for title, kind, value in questions:
        if kind not in _WRITERS:
            exported.left_out.append(title)
            continue
        general = f"\n\t####{_escaped(value['general_feedback'])}" if value.get("general_feedback") else ""
        answers = f"{_WRITERS[kind](value)}{general}"
        parts.append(f"::{_escaped(title)}::[html]{_escaped(str(value['prompt']))}{{{answers}\n}}")
    exported.text = "\n\n".join(parts) + "\n" if parts else ""
    return exported


def _escaped(text: str) -> str:
    text = re.sub(r"([\\~=#{}:])", r"\\\1", str(text).replace("\r\n", "\n"))
    return text.replace("\n", "\\n")


def _line(sign: str, text: str, row: Mapping[str, Any], *, share: bool = True) -> str:
    weight = f"%{row['percent']}%" if share else ""
    feedback = f"#[plain]{_escaped(row['feedback'])}" if row.get("feedback") else ""
    return f"\n\t{sign}{weight}{text}{feedback}"


def _write_choice(value: Mapping[str, Any]) -> str:
    lines = []
    for row in value["options"]:
        is_the_one = not value["multiple"] and row["percent"] == 100
        lines.append(_line("=" if is_the_one else "~", f"[plain]{_escaped(row['text'])}", row, share=not is_the_one))
    return "".join(lines)


def _write_truth(value: Mapping[str, Any]) -> str:
    right, wrong = value["feedback_true"], value["feedback_false"]
    if not value["answer"]:
        right, wrong = wrong, right
    feedback = f"#[plain]{_escaped(wrong)}#[plain]{_escaped(right)}" if right or wrong else ""
    return ("TRUE" if value["answer"] else "FALSE") + feedback


def _write_matching(value: Mapping[str, Any]) -> str:
    pairs = [(row["left"], row["right"]) for row in value["pairs"]] + [("", row) for row in value["extra"]]
    return "".join(f"\n\t={f'[plain]{_escaped(left)}' if left else ''} -> {_escaped(right)}" for left, right in pairs)


def _write_numeric(value: Mapping[str, Any]) -> str:
    return "#" + "".join(_line("=", f"{row['value']}:{row['tolerance'] or 0}", row) for row in value["answers"])


def _write_short(value: Mapping[str, Any]) -> str:
    return "".join(_line("=", f"[plain]{_escaped(row['text'])}", row) for row in value["answers"])


_WRITERS = {
    "choice": _write_choice,
    "true_false": _write_truth,
    "matching": _write_matching,
    "numeric": _write_numeric,
    "short": _write_short,
    "open": lambda value: "",
}
