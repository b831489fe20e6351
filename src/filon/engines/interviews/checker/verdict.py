"""The judgement of one schedule."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from filon.engines.interviews.checker.conflicts import Conflict, Json, Kind, find_conflicts
from filon.engines.interviews.checker.scores import Changes, Scores, changes_between, scores_of
from filon.engines.interviews.checker.sentences import sentence_of
from filon.engines.interviews.checker.shape import check_instance, check_schedule


@dataclass(frozen=True, slots=True)
class Verdict:
    """`changes` is None when there was no schedule before. Interviews that name nobody are conflicts and count nowhere else."""

    conflicts: tuple[Conflict, ...]
    scores: Scores
    changes: Changes | None

    @property
    def is_valid(self) -> bool:
        """No conflict at all."""
        return not self.conflicts

    def as_json(self, instance: Json, *, language: str = "en") -> dict[str, Any]:
        """What `--json` prints."""
        conflicts = [
            {
                "kind": conflict.kind.value,
                "interviews": [list(row) for row in conflict.rows],
                "sentence": sentence_of(instance, conflict, language),
            }
            for conflict in self.conflicts
        ]
        changes = {"changes": asdict(self.changes)} if self.changes else {}
        return {"valid": self.is_valid, "conflicts": conflicts, "scores": asdict(self.scores), **changes}


def check(instance: Json, schedule: Json, before: Json = None) -> Verdict:
    """Judges values as `json.load` gives them. Raises Malformed when one of them has not the shape of the format."""
    check_instance(instance)
    check_schedule(schedule)
    conflicts = find_conflicts(instance, schedule)
    unknown = {conflict.rows[0] for conflict in conflicts if conflict.kind is Kind.UNKNOWN}
    named = {"interviews": [row for row in schedule["interviews"] if tuple(row) not in unknown]}
    changes = None
    if before is not None:
        check_schedule(before, "before")
        changes = changes_between(instance, before, named)
    return Verdict(tuple(conflicts), scores_of(instance, named), changes)
