"""The confined side: bytes in, the lines of the sheets out as JSON."""

import json
from typing import Any

from filon.engines.sheets.model import MOST_LINES, Sheet, SheetsRefused
from filon.engines.sheets.reading import read


def read_sheets(words: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """`most`: lines of each sheet, more are refused unless it is a first look (`is_look`); `sheet`: only that one, by its place."""
    is_look = bool(words.get("is_look"))
    try:
        sheets = read(content, most=int(words.get("most", MOST_LINES)), refuse_more=not is_look)
    except SheetsRefused as refused:
        return {"refused": refused.code}, b""
    place = words.get("sheet")
    wanted = sheets if place is None else sheets[int(place) : int(place) + 1]
    return {}, json.dumps([_told(sheet) for sheet in wanted], ensure_ascii=False).encode()


def _told(sheet: Sheet) -> dict[str, Any]:
    lines = [[line.number, *line.cells] for line in sheet.lines]
    return {"name": sheet.name, "is_hidden": sheet.is_hidden, "merged": list(sheet.merged[:50]), "lines": lines}
