"""Pages written as small text files: TOML facts between two lines of `+++`, then Markdown with directives.

A directive is a block of TOML between `:::<kind>` and `:::`; each kind becomes one content block. Blocks get ids that
follow from their place, so a translation of a file has the same ids as its original and can be laid over it.
"""

import re
import tomllib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

ALLOWED_TAGS = {"a", "b", "br", "em", "h3", "h4", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
NAMESPACE = uuid.UUID("5f0f9f6e-3c6c-4b8e-9a55-2f6f9f3f7c11")
_DIRECTIVE = re.compile(r"^:::(?P<kind>[a-z-]+)[ \t]*\n(?P<toml>.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (?P<key>[a-z_]+)[ \t]*$", re.MULTILINE)

Finder = Callable[[str], int | None]


class ContentError(ValueError):
    """A content file that cannot be read; says which file and why."""


@dataclass
class ContentFile:
    """One file: its facts, its text, and where it came from."""

    path: Path
    facts: dict[str, Any]
    text: str

    @property
    def slug(self) -> str:
        """Name of the page: the file's name without language and number in front."""
        stem = self.path.name.split(".")[0]
        stem = self.path.parent.name if stem in {"course", "module"} else stem
        return re.sub(r"^\d+-", "", stem)

    @property
    def language(self) -> str:
        """Language of this file: from its name, else from its facts, else English."""
        parts = self.path.name.split(".")
        return parts[1] if len(parts) == 3 else str(self.facts.get("language", "en"))

    @property
    def is_translation(self) -> bool:
        return len(self.path.name.split(".")) == 3

    def translations(self) -> Iterator["ContentFile"]:
        """The translations that lie beside this file."""
        stem = self.path.name.removesuffix(".md")
        for path in sorted(self.path.parent.glob(f"{stem}.*.md")):
            yield read(path)


def read(path: Path) -> ContentFile:
    """Read one file. Raises ContentError where its facts are no TOML."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("+++\n", 2)
    if len(parts) != 3:
        raise ContentError(f"{path.name}: the facts must stand between two lines of +++.")
    try:
        return ContentFile(path, tomllib.loads(parts[1]), parts[2].strip())
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name}: {error}.") from error


def originals(folder: Path, pattern: str = "*.md") -> list[ContentFile]:
    """All original files of a folder, by name."""
    return [read(path) for path in sorted(folder.glob(pattern)) if len(path.name.split(".")) == 2]


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to load, and only commands read files

    return MarkdownIt("commonmark", {"html": False})


def html(markdown: str) -> str:
    """Markdown as the rich text the blocks hold; nothing outside the allow-list survives."""
    rendered = _markdown().render(markdown.strip()).replace("<strong>", "<b>").replace("</strong>", "</b>")
    rendered = rendered.replace("<em>", "<i>").replace("</em>", "</i>")
    return (
        nh3.clean(rendered, tags=ALLOWED_TAGS, attributes={"a": {"href"}}, link_rel=None).replace(">\n<", "><").strip()
    )


@dataclass
class StreamWriter:
    """Turns the text of a file into the raw data of a StreamField.

    `page`, `image`, `document`, `recording`, `quiz` and `package` find the primary key of what a file names; None
    where it is unknown.
    """

    name: str
    page: Finder
    image: Finder
    document: Finder
    recording: Finder
    quiz: Finder = lambda name: None
    package: Finder = lambda name: None
    has_parts: bool = field(default=False, init=False)
    _count: int = field(default=0, init=False)

    def new_id(self) -> str:
        """The next block id; the n-th block of a file has the same id in all its languages."""
        self._count += 1
        return str(uuid.uuid5(NAMESPACE, f"{self.name}#{self._count}"))

    def block(self, kind: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "value": value, "id": self.new_id()}

    def item_list(self, values: list[Any]) -> list[dict[str, Any]]:
        """Values of a ListBlock in stored form."""
        return [self.block("item", value) for value in values]

    def sections(self, text: str) -> list[dict[str, Any]]:
        """A text opened by `## key` lines as section blocks."""
        marks = list(_SECTION.finditer(text))
        if not marks or text[: marks[0].start()].strip():
            raise ContentError(f"{self.name}: every part of the text must stand under a `## key` line.")
        blocks = []
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            inner = text[mark.end() : following.start() if following else len(text)]
            blocks.append(
                self.block(
                    "section",
                    {"key": mark["key"], "heading_text": "", "content": self.blocks(inner, is_inside_section=True)},
                )
            )
        return blocks

    def blocks(self, text: str, *, is_inside_section: bool = False) -> list[dict[str, Any]]:
        """Markdown runs and directives as blocks, in their order.

        A `##` line opens a part of the page and `###` a smaller one; where there is no `##`, `###` opens the parts.
        Inside a section, which has a heading already, `###` is a sub-heading of the running text.
        """
        blocks, position = [], 0
        self.has_parts = bool(re.search(r"(?m)^## ", text))
        for match in _DIRECTIVE.finditer(text):
            blocks += self._run(text[position : match.start()], is_inside_section)
            blocks.append(self._directive(match["kind"], match["toml"]))
            position = match.end()
        return blocks + self._run(text[position:], is_inside_section)

    def _run(self, markdown: str, is_inside_section: bool) -> list[dict[str, Any]]:
        """Running text: headings of the page become heading blocks, the rest rich text."""
        if is_inside_section:
            return [self.block("text", html(markdown))] if markdown.strip() else []
        blocks: list[dict[str, Any]] = []
        for piece in re.split(r"(?m)^(##{1,2} .+)$", markdown):
            if piece.startswith("##"):
                level = "3" if piece.startswith("### ") and self.has_parts else "2"
                blocks.append(self.block("heading", {"text": piece.lstrip("# ").strip(), "level": level}))
            elif piece.strip():
                blocks.append(self.block("text", html(piece)))
        return blocks

    def _directive(self, kind: str, toml: str) -> dict[str, Any]:
        try:
            facts = tomllib.loads(toml)
        except tomllib.TOMLDecodeError as error:
            raise ContentError(f"{self.name}: in :::{kind}: {error}.") from error
        writer = getattr(self, f"_write_{kind.replace('-', '_')}", None)
        if writer is None:
            raise ContentError(f"{self.name}: there is no directive :::{kind}.")
        return writer(facts)

    # ---- one method for each kind of directive

    def _write_quote(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("quote", {"text": facts["text"], "attribution": facts.get("attribution", "")})

    def _write_callout(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block(
            "callout",
            {"kind": facts.get("kind", "note"), "title": facts.get("title", ""), "text": html(facts["text"])},
        )

    def _write_table(self, facts: dict[str, Any]) -> dict[str, Any]:
        by_row = bool(facts.get("row_header"))
        return self.block(
            "table",
            {
                "data": [[str(cell) for cell in row] for row in [facts["header"], *facts["rows"]]],
                "cell": [],
                "mergeCells": [],
                "table_caption": facts.get("caption", ""),
                "first_row_is_table_header": True,
                "first_col_is_header": by_row,
                "table_header_choice": "both" if by_row else "row",
            },
        )

    def _write_figure(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block(
            "figure",
            {
                "image": {"image": self.image(facts["image"]), "decorative": False, "alt_text": facts["alt"]},
                "caption": facts["caption"],
                "source": facts.get("source", ""),
            },
        )

    def _write_statistics(self, facts: dict[str, Any]) -> dict[str, Any]:
        items = [{"value": str(item["value"]), "label": item["label"]} for item in facts["items"]]
        return self.block("statistics", {"items": self.item_list(items)})

    def _write_accordion(self, facts: dict[str, Any]) -> dict[str, Any]:
        items = [{"title": item["title"], "text": html(item["text"])} for item in facts["items"]]
        return self.block("accordion", {"items": self.item_list(items)})

    def _write_people(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("people", {"items": self.item_list([self.person(item) for item in facts["items"]])})

    @staticmethod
    def person(item: dict[str, Any]) -> dict[str, Any]:
        """Value of a person block."""
        return {"name": item["name"], "role": item.get("role", ""), "text": item.get("text", ""), "image": None}

    def _page(self, address: str) -> int:
        """Primary key of the page at an address; a link that would lead nowhere is refused."""
        found = self.page(address)
        if found is None:
            raise ContentError(f"{self.name}: there is no page at {address}.")
        return found

    def _write_button(self, facts: dict[str, Any]) -> dict[str, Any]:
        page = self._page(facts["page"]) if "page" in facts else None
        return self.block("button", {"text": facts["text"], "page": page, "url": facts.get("url", "")})

    def _write_pages(self, facts: dict[str, Any]) -> dict[str, Any]:
        found = [self._page(address) for address in facts["pages"]]
        return self.block("page_list", {"title": facts.get("title", ""), "pages": self.item_list(found)})

    def _write_case_pupil(self, facts: dict[str, Any]) -> dict[str, Any]:
        names = ("label", "starting_point", "prediction", "observed")
        return self.block("case_pupil", {name: facts.get(name, "") for name in names})

    def _write_research_lesson(self, facts: dict[str, Any]) -> dict[str, Any]:
        names = ("number", "focus", "planned", "observed", "discussed")
        return self.block("research_lesson", {name: facts[name] for name in names})

    def _write_video(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("video", {"video": self.recording(facts["recording"]), "title": facts["title"]})

    def _write_recording(self, facts: dict[str, Any]) -> dict[str, Any]:
        value = {"title": facts["title"], "video": self.recording(facts["recording"]), "audio": None}
        rule = {"transcript": html(facts["transcript"]), "percent": facts.get("percent", 80), "is_required": False}
        return self.block("recording", {**value, **rule})

    def _write_reflection(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("reflection", {"prompt": facts["prompt"], "minutes": facts.get("minutes", 5)})

    def _write_quiz(self, facts: dict[str, Any]) -> dict[str, Any]:
        quiz = self.quiz(facts["name"])
        if quiz is None:
            raise ContentError(f"{self.name}: there is no quiz {facts['name']}.")
        return self.block("quiz", {"quiz": quiz, "is_required": True, "must_pass": True})

    def _write_package(self, facts: dict[str, Any]) -> dict[str, Any]:
        package = self.package(facts["name"])
        if package is None:
            raise ContentError(f"{self.name}: there is no package {facts['name']}.")
        value = {"title": "", "minutes": 5, "is_required": False, "must_pass": False, "pass_percent": 70}
        chosen = {name: facts[name] for name in value if name in facts}
        return self.block("package", {**value, **chosen, "package": package})

    def _write_hall(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("hall", {"minutes": 120, "bring": "", "is_required": False, **facts})

    def _write_assignment(self, facts: dict[str, Any]) -> dict[str, Any]:
        criteria = self.item_list([{"guidance": "", **row} for row in facts.get("criteria", [])])
        value = {"kind": "text", "template": "", "minutes": 60, "must_pass": False, "is_required": True, **facts}
        made = self.block("assignment", {**value, "brief": html(facts["brief"]), "criteria": criteria})
        # After the block has its id, which an example that is added later must not change.
        if example := facts.get("calibration"):
            marks = self.item_list(example["marks"])
            made["value"]["calibration"] = {"example": html(example["example"]), "marks": marks}
        return made

    def _write_discussion(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block("discussion", {"prompt": facts["prompt"]})

    def _write_resource(self, facts: dict[str, Any]) -> dict[str, Any]:
        return self.block(
            "resource",
            {
                "title": facts["title"],
                "text": facts.get("text", ""),
                "page": self._page(facts["page"]) if "page" in facts else None,
                "document": self.document(facts["document"]) if "document" in facts else None,
                "url": facts.get("url", ""),
            },
        )
