"""Paragraphs, lists and tables in their order, with tracked changes accepted: what was inserted counts, what was struck out does not.

A segment begins at a bookmark whose name begins as ours do, or at a heading that carries none; what precedes the first belongs to a
segment without a bookmark. Its text is in the light markup: a blank line between paragraphs, `- ` before the items of a list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from filon.engines.returned_docx.archive import COMMENTS, DOCUMENT, STYLES, Archive, NotReadable, Reason

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CELLS = " | "
DEEPEST = 200
"""levels of nested elements: nobody writes more."""
STRUCK = frozenset(WORD + name for name in ("del", "moveFrom", "delText", "instrText", "rPr", "pPr"))


@dataclass(frozen=True)
class Comment:
    author: str
    text: str


@dataclass(frozen=True)
class Segment:
    """`bookmark` is empty for what no bookmark of ours opens, `heading` for what begins without one; `ledger` is captions and rows of
    tables, one a line."""

    bookmark: str
    heading: str
    text: str
    ledger: str
    comments: tuple[Comment, ...] = ()


@dataclass
class _Open:
    """A segment that is being read."""

    bookmark: str = ""
    heading: str = ""
    paragraphs: list[tuple[str, bool]] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    runs_on: bool = False

    def add(self, text: str, *, is_item: bool, runs_on: bool) -> None:
        """`runs_on`: its end was struck out, so that the next paragraph belongs to it."""
        if self.runs_on and self.paragraphs:
            former, was_item = self.paragraphs.pop()
            text, is_item = former + text, was_item
        self.paragraphs.append((text, is_item))
        self.runs_on = runs_on

    def closed(self) -> Segment:
        return Segment(self.bookmark, self.heading, _markup(self.paragraphs), "\n".join(self.rows), tuple(self.comments))

    @property
    def is_empty(self) -> bool:
        return not (self.bookmark or self.heading or self.rows or any(text.strip() for text, _is_item in self.paragraphs))


def read(content: bytes, *, prefix: str) -> tuple[Segment, ...]:
    """The segments of a DOCX; `prefix` is how the names of our bookmarks begin. Raises NotReadable."""
    archive = Archive(content)
    document = archive.xml(DOCUMENT)
    body = None if document is None else document.find(WORD + "body")
    if body is None:
        raise NotReadable(Reason.DAMAGED)
    styles, comments = _styles(archive.xml(STYLES)), _comments(archive.xml(COMMENTS))
    segments = [_Open()]
    for block in _blocks(body):
        if block.tag == WORD + "tbl":
            segments[-1].rows += _rows(block)
        else:
            _read_paragraph(block, prefix, styles, segments)
        segments[-1].comments += [comments[key] for key in _comment_keys(block) if key in comments]
    return tuple(segment.closed() for segment in segments if not segment.is_empty)


def _read_paragraph(paragraph: Any, prefix: str, styles: dict[str, str], segments: list[_Open]) -> None:
    text = _text(paragraph)
    style = _style(paragraph, styles)
    bookmark = next((name for name in _bookmarks(paragraph) if name.startswith(prefix)), "")
    is_heading = style.startswith("heading") or style == "title"
    if bookmark or (is_heading and text.strip()):
        segments.append(_Open(bookmark=bookmark, heading=" ".join(text.split()) if is_heading else ""))
        if is_heading:
            return
    if style == "caption":
        segments[-1].rows.append(" ".join(text.split()))
        return
    is_item = style.startswith("list") or paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None
    segments[-1].add(text, is_item=is_item, runs_on=paragraph.find(f"{WORD}pPr/{WORD}rPr/{WORD}del") is not None)


def _blocks(body: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables of the body in their order, also those within content controls and inserted sections."""
    if depth > DEEPEST:
        raise NotReadable(Reason.DAMAGED)
    for child in body:
        if child.tag in (WORD + "p", WORD + "tbl"):
            yield child
        elif child.tag in (WORD + "sdt", WORD + "sdtContent", WORD + "ins", WORD + "moveTo", WORD + "customXml"):
            yield from _blocks(child, depth + 1)


def _text(element: Any) -> str:
    """Every letter that is shown, with the ends of lines and of paragraphs."""
    pieces: list[str] = []
    _collect(element, pieces, 0)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise NotReadable(Reason.DAMAGED)
    for child in element:
        if child.tag in STRUCK:
            continue
        if child.tag == WORD + "t":
            pieces.append(child.text or "")
        elif child.tag in (WORD + "br", WORD + "cr"):
            pieces.append("\n")
        elif child.tag == WORD + "tab":
            pieces.append(" ")
        elif child.tag == WORD + "noBreakHyphen":
            pieces.append("\u2011")
        elif isinstance(child.tag, str):
            _collect(child, pieces, depth + 1)
            pieces.append("\n" if child.tag == WORD + "p" else "")


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(WORD + "tr"):
        if row.find(f"{WORD}trPr/{WORD}del") is None:
            cells = [" ".join(_text(cell).split()) for cell in row.findall(WORD + "tc")]
            yield CELLS.join(cells)


def _markup(paragraphs: list[tuple[str, bool]]) -> str:
    """The text of a segment in the light markup."""
    found = ""
    was_item = False
    for raw, is_item in paragraphs:
        text = "\n".join(line.strip() for line in raw.split("\n")).strip()
        if not text:
            was_item = False
            continue
        separator = "" if not found else "\n" if is_item and was_item else "\n\n"
        found += separator + ("- " + text.replace("\n", "\n  ") if is_item else text)
        was_item = is_item
    return found


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    found = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    identifier = "" if found is None else found.get(WORD + "val", "")
    return styles.get(identifier, identifier.lower())


def _styles(root: etree._Element | None) -> dict[str, str]:
    """The name of each style by its identifier, in lower case: names are English in every language of Word."""
    found: dict[str, str] = {}
    for style in () if root is None else root.iter(WORD + "style"):
        name = style.find(WORD + "name")
        if name is not None:
            found[str(style.get(WORD + "styleId"))] = str(name.get(WORD + "val", "")).lower()
    return found


def _bookmarks(paragraph: Any) -> list[str]:
    return [str(mark.get(WORD + "name", "")) for mark in paragraph.iter(WORD + "bookmarkStart")]


def _comments(root: etree._Element | None) -> dict[str, Comment]:
    elements = () if root is None else root.iter(WORD + "comment")
    return {str(one.get(WORD + "id")): Comment(str(one.get(WORD + "author", "")), _text(one).strip()) for one in elements}


def _comment_keys(block: Any) -> list[str]:
    return [str(one.get(WORD + "id")) for one in block.iter(WORD + "commentReference")]
