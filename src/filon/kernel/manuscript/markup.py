"""The light markup of a text that people type. There are three rules and no other:

- a blank line begins a new paragraph;
- a line that begins with `- ` is an item of a list, and lines indented under it belong to it;
- within a paragraph or an item, the end of a line is kept.

Everything else is printed as it was typed: stars, dollars, hashes and angle brackets mean nothing here.
"""

from dataclasses import dataclass
from typing import Literal

MARK = "- "


@dataclass(frozen=True)
class Block:
    """A paragraph of one item, or a list of several; an item is its lines."""

    kind: Literal["paragraph", "list"]
    items: tuple[tuple[str, ...], ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, without empty ones; spaces at the ends of lines do not count."""
    found: list[Block] = []
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n"), ""]:
        if line.strip():
            lines.append(line.rstrip())
        elif lines:
            found += _blocks_of(lines)
            lines = []
    return tuple(found)


def _blocks_of(lines: list[str]) -> list[Block]:
    """Lines without a blank one between them: a paragraph may stand before a list, and after it."""
    found: list[Block] = []
    for line in lines:
        stripped = line.strip()
        last = found[-1] if found else None
        if line.lstrip().startswith(MARK) and stripped != MARK.strip():
            item = (stripped.removeprefix(MARK).strip(),)
            if last is not None and last.kind == "list":
                found[-1] = Block("list", (*last.items, item))
            else:
                found.append(Block("list", (item,)))
        elif last is not None and (last.kind == "paragraph" or line.startswith("  ")):
            found[-1] = Block(last.kind, (*last.items[:-1], (*last.items[-1], stripped)))
        else:
            found.append(Block("paragraph", ((stripped,),)))
    return found


def text_of(found: tuple[Block, ...]) -> str:
    """The text that gives these blocks, in its plainest writing: `blocks(text_of(b)) == b`."""
    return "\n\n".join(_written(block) for block in found)


def _written(block: Block) -> str:
    if block.kind == "paragraph":
        return "\n".join(block.items[0])
    return "\n".join("\n".join([MARK + item[0], *("  " + line for line in item[1:])]) for item in block.items)
