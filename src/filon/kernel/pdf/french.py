"""French spaces: those before high signs and inside guillemets do not break, whatever space was typed."""

import re
from typing import Any

BEFORE = re.compile(r"[ \u00a0](?=[:;!?»%€](?!\w))")
AFTER = re.compile(r"(?<=«)[ \u00a0]")
NO_BREAK = "\u00a0"


def spaced(values: Any) -> Any:
    """The same values, with the texts as French prints them."""
    if isinstance(values, str):
        return AFTER.sub(NO_BREAK, BEFORE.sub(NO_BREAK, values))
    if isinstance(values, dict):
        return {key: spaced(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [spaced(value) for value in values]
    return values
