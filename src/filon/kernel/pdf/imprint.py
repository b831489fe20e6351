"""What stands on every page of a paper and in its properties."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Imprint:
    """`dated` is the moment of the content (with its zone), never of the printing: two printings are the same bytes. `reference` and
    `fingerprint` (what a reader compares with the record, hexadecimal) stand at the foot of each page; `watermark` across it."""

    title: str
    author: str
    dated: datetime
    reference: str = ""
    fingerprint: str = ""
    watermark: str = ""

    def values(self) -> dict[str, Any]:
        """For typst, the moment in UTC to the second. Raises ValueError for a moment without a zone."""
        if self.dated.tzinfo is None:
            raise ValueError("the moment of a paper has a zone")
        moment = self.dated.astimezone(UTC)
        return {
            "title": self.title,
            "author": self.author,
            "dated": dict(zip(("year", "month", "day", "hour", "minute", "second"), moment.timetuple()[:6], strict=True)),
            "reference": self.reference,
            "fingerprint": self.fingerprint,
            "watermark": self.watermark,
        }
