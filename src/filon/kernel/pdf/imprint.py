"""What stands on every page of a paper and in its properties."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Imprint:
    """`dated` is the moment of the content (with its zone), never of the printing: two printings are the same bytes. `reference` and
    `fingerprint` (what a reader compares with the record, hexadecimal) stand at the foot of each page; `watermark` across it.
    Raises ValueError for a moment without a zone."""

    title: str
    author: str
    dated: datetime
    reference: str = ""
    fingerprint: str = ""
    watermark: str = ""

    def __post_init__(self) -> None:
        if self.dated.tzinfo is None:
            raise ValueError("the moment of a paper has a zone")

    @property
    def moment(self) -> int:
        """Seconds since 1970, UTC."""
        return int(self.dated.timestamp())

    def values(self) -> dict[str, str]:
        """For typst."""
        return {
            "title": self.title,
            "author": self.author,
            "reference": self.reference,
            "fingerprint": self.fingerprint,
            "watermark": self.watermark,
        }
