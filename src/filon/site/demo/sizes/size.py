"""How much there is of everything, by the name of a size."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """What is seeded beside the story, in all schools together; `facts` counts the ten years up to today.

    `ended` agreements and `drafts` come on top of the `live` ones and share the commitments with them."""

    schools: int
    organisations: int
    contacts: int
    live: int
    commitments: int
    facts: int
    ended: int
    drafts: int

    def share(self, name: str, school: int) -> int:
        """What the school, from 0 on, has of one of these: the shares add up to the whole."""
        whole: int = getattr(self, name)
        return whole * (school + 1) // self.schools - whole * school // self.schools


SIZES = {
    "school": Size(schools=1, organisations=3_000, contacts=6_000, live=300, commitments=10_000, facts=500_000, ended=100, drafts=12),
    "network": Size(
        schools=8, organisations=20_000, contacts=45_000, live=2_400, commitments=80_000, facts=4_000_000, ended=800, drafts=96
    ),
}
"""DESIGN of the project, section 8. The nation is extrapolated: `python -m bench.sizes`."""
