"""HTML of a report as data for the typesetter: plain lists and dictionaries, in which no sign means anything.

A block is a dictionary with its kind in `is`; a run of text is a list of strings and of dictionaries with the kind in
`is` and what stands inside in `in`.
"""

from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

Block = dict[str, Any]
Run = list[Any]

INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
# What opens a new block; everything else inside it is running text.
BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "hr", "div"})
LINKS = ("https://", "http://", "mailto:")


def blocks_of(html: str) -> list[Block]:
    """The blocks that `html` holds. What is neither block nor text, such as an embed, is left out."""
    return _blocks(BeautifulSoup(html, "html.parser"))


def paragraphs_of(text: str) -> list[Block]:
    """Plain text: a paragraph for each empty line, a new line for each line."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return [{"is": "p", "in": lines_of(part)} for part in parts if part]


def lines_of(text: str) -> Run:
    """Plain text as a run, its line breaks kept."""
    run: Run = []
    for number, line in enumerate(text.strip().splitlines()):
        run += [{"is": "br"}, line] if number else [line]
    return run


def _blocks(parent: Tag) -> list[Block]:
    found: list[Block] = []
    loose: list[PageElement] = []
    for child in parent.children:
        if isinstance(child, Tag) and child.name in BLOCKS:
            _close(found, loose)
            found += _block(child)
        else:
            loose.append(child)
    _close(found, loose)
    return found


def _close(found: list[Block], loose: list[PageElement]) -> None:
    """Text that stands in no paragraph becomes one."""
    run = _trimmed(_run(loose))
    if run:
        found.append({"is": "p", "in": run})
    loose.clear()


def _block(tag: Tag) -> list[Block]:
    if tag.name == "hr":
        return []
    if tag.name in {"ul", "ol"}:
        items = [_blocks(item) for item in tag.find_all("li", recursive=False)]
        start = str(tag.get("start", "1"))
        found = {"is": tag.name, "items": [item for item in items if item]}
        return [found | {"start": int(start) if start.isdecimal() else 1}] if found["items"] else []
    if tag.name == "blockquote":
        inside = _blocks(tag)
        return [{"is": "quote", "in": inside, "by": ""}] if inside else []
    if tag.name == "table":
        return _table(tag)
    if tag.name == "div" or tag.find(BLOCKS) is not None:
        return _blocks(tag)
    run = _trimmed(_run(tag.children))
    if not run:
        return []
    if tag.name.startswith("h"):
        return [{"is": "heading", "level": 2 if tag.name in {"h2", "h3"} else 3, "in": run}]
    return [{"is": "p", "in": run}]


def _run(nodes: Any) -> Run:
    run: Run = []
    for node in nodes:
        if type(node) is NavigableString:  # comments and the like are subclasses
            words = " ".join(str(node).split())
            before = " " if str(node)[:1].isspace() else ""
            after = " " if str(node)[-1:].isspace() and words else ""
            run.append(f"{before}{words}{after}")
        elif isinstance(node, Tag):
            inside = _run(node.children)
            address = str(node.get("href", ""))
            if node.name == "br":
                run.append({"is": "br"})
            elif node.name in INLINE:
                run.append({"is": INLINE[node.name], "in": inside})
            elif node.name == "a" and address.startswith(LINKS):
                run.append({"is": "a", "to": address, "in": inside})
            else:
                run += inside
    return run


def _trimmed(run: Run) -> Run:
    """A run without blanks and breaks at its ends; nothing where it holds no word."""
    while run and (run[0] == {"is": "br"} or (isinstance(run[0], str) and not run[0].strip())):
        run = run[1:]
    while run and (run[-1] == {"is": "br"} or (isinstance(run[-1], str) and not run[-1].strip())):
        run = run[:-1]
    return run


def _table(tag: Tag) -> list[Block]:
    caption = tag.find("caption")
    rows = [
        [
            {
                "in": _trimmed(_run([cell])),
                "is_head": cell.name == "th",
                "columns": _span(cell, "colspan"),
                "rows": _span(cell, "rowspan"),
            }
            for cell in row.find_all(["th", "td"], recursive=False)
        ]
        for row in tag.find_all("tr")
    ]
    return table_block([row for row in rows if row], _trimmed(_run(caption.children)) if caption else [])


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), 40) if value.isdecimal() else 1


def table_block(rows: list[list[dict[str, Any]]], caption: Run) -> list[Block]:
    """A table whose rows all have the same width, as the typesetter wants it; nothing where it has no cell.

    Cells that reach over several rows or columns keep their reach as far as it stays inside the table.
    """
    taken: set[tuple[int, int]] = set()
    head = 1 if len(rows) > 1 and all(cell["is_head"] and cell["rows"] == 1 for cell in rows[0]) else 0
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            cell["rows"] = min(cell["rows"], len(rows) - y)
            while any((y, x + right) in taken for right in range(cell["columns"])):
                cell["columns"] -= 1
            taken |= {(y + down, x + right) for down in range(cell["rows"]) for right in range(cell["columns"])}
            x += cell["columns"]
    if not taken:
        return []
    width = max(x for _y, x in taken) + 1
    for y, row in enumerate(rows):
        missing = sum((y, x) not in taken for x in range(width))
        row += [{"in": [], "is_head": y < head, "columns": 1, "rows": 1} for _number in range(missing)]
    return [{"is": "table", "width": width, "head": rows[:head], "rows": rows[head:], "caption": caption}]
