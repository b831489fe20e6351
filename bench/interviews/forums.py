"""The forums of the benchmark and what is asked of each: four are shipped as files, the others drawn by our generator."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = Any
SHIPPED = Path(__file__).parent / "instances"


@dataclass(frozen=True, slots=True)
class Target:
    """Of a class of forums (docs/interviews.md); n1 is always its bound. `n2_missing` students, or `n2_share` of the bound."""

    weight_share: float
    seconds: float
    megabytes: int
    n2_missing: int | None = None
    n2_share: float | None = None
    first_seconds: float | None = None
    idle_per_student: float | None = None


@dataclass(frozen=True, slots=True)
class Forum:
    """`family` None: the file of that name in `instances`."""

    name: str
    target: Target
    companies: int
    students: int
    family: str | None = None
    seed: int = 1
    site_rule: str | None = None
    """instead of that of the family."""
    has_single_model: bool = False
    """is it also given to one CP-SAT model? That takes as long as the forum may take, hence a choice."""

    @property
    def part(self) -> str:
        """Of the benchmark."""
        return "small" if self.students <= 2000 else "middle" if self.students <= 20_000 else "large"

    @property
    def size(self) -> str:
        return f"{self.companies:,} × {self.students:,}"

    def words(self, out: Path) -> list[object]:
        """The command that draws it."""
        sizes = ["--companies", self.companies, "--students", self.students, "--seed", self.seed]
        rule = ["--site-rule", self.site_rule] if self.site_rule else []
        return ["-m", "filon", "interviews", "generate", *sizes, "--family", self.family, *rule, "--out", out]


HALF_DAY = Target(0.998, 15, 500, n2_missing=1, first_seconds=1)
COMPACT = replace(HALF_DAY, idle_per_student=0.6)
HARD = replace(HALF_DAY, weight_share=0.995)
GAP = Target(0.995, 15, 500, n2_missing=3)
MIDDLE_SCARCE = Target(0.999, 10, 1000, n2_missing=10)
MIDDLE_AMPLE = Target(0.994, 30, 1000, n2_missing=10)
LARGE_SCARCE = Target(0.999, 45, 1500, n2_share=0.997)
LARGE_AMPLE = Target(0.996, 180, 1500, n2_share=0.997)

FORUMS = (
    Forum("S1", COMPACT, 80, 1400, has_single_model=True),
    Forum("S3", COMPACT, 80, 1400),
    Forum("S1gap", GAP, 80, 1400, has_single_model=True),
    Forum("M1", MIDDLE_SCARCE, 300, 20_000, has_single_model=True),
    Forum("small", HALF_DAY, 20, 300, "plain", has_single_model=True),
    Forum("crowded", HALF_DAY, 20, 2000, "plain"),
    Forum("crowded, another seed", HALF_DAY, 20, 2000, "plain", seed=2),
    Forum("ordinary", COMPACT, 80, 1400, "plain"),
    Forum("ordinary, another seed", COMPACT, 80, 1400, "plain", seed=2),
    Forum("broad", HALF_DAY, 100, 2000, "plain"),
    Forum("hard timetables", HARD, 80, 1400, "hard_timetables", has_single_model=True),
    Forum("small, gap", GAP, 20, 300, "gap", has_single_model=True),
    Forum("small, gap, another seed", GAP, 20, 300, "gap", seed=2),
    Forum("hard timetables, gap", GAP, 20, 300, "hard_timetables", seed=2, site_rule="gap"),
    Forum("broad, gap", GAP, 100, 2000, "gap"),
    Forum("one site", HALF_DAY, 60, 1000, "one_site"),
    Forum("star firm", HALF_DAY, 60, 1000, "star_firm"),
    Forum("no afternoon", HARD, 60, 1000, "no_afternoon"),
    Forum("one student", HALF_DAY, 60, 1, "one_student", has_single_model=True),
    Forum("no wish", HALF_DAY, 60, 1000, "no_wish"),
    Forum("twenty interviewers", HALF_DAY, 60, 1000, "twenty_interviewers"),
    Forum("locked interviews", HALF_DAY, 60, 1000, "locked"),
    Forum("absences", HALF_DAY, 60, 1000, "absences"),
    Forum("school, ample", HALF_DAY, 20, 350, "ample"),
    Forum("schools, ample", HALF_DAY, 80, 1400, "ample"),
    Forum("town, ample", MIDDLE_AMPLE, 160, 5600, "ample"),
    Forum("region, scarce", MIDDLE_SCARCE, 300, 20_000, "scarce"),
    Forum("region, ample", MIDDLE_AMPLE, 300, 20_000, "ample", has_single_model=True),
    Forum("country, scarce", LARGE_SCARCE, 1000, 100_000, "scarce"),
    Forum("country, ample", LARGE_AMPLE, 1000, 100_000, "ample"),
)
PARTS = ("small", "middle", "large")
GROWTH = ("school, ample", "schools, ample", "town, ample", "region, ample", "country, ample")
"""five sizes of one family."""


def read(path: Path) -> Json:
    """The JSON of a file, compressed or not."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return json.load(file)
