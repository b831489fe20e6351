"""What was measured last, forum by forum, in bench/interviews/measured.json: one part can be measured without the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench.interviews.forums import FORUMS
from bench.interviews.processes import Run
from bench.interviews.results import Reached, Result

Json: TypeAlias = Any
KEPT = Path(__file__).with_name("measured.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """`machine`: day, processor, load; `events` by mode, of forums that are repaired too."""

    machine: str
    result: Result
    events: Mapping[str, list[Json]]


def read() -> list[Measured]:
    """In the order of the forums."""
    told = _told()
    return [_measured(told[forum.name], forum.name) for forum in FORUMS if forum.name in told]


def keep(measured: Measured) -> None:
    """In the place of what was measured before."""
    result = measured.result
    told = {
        "machine": measured.machine,
        "reached": asdict(result.reached),
        "bounds": result.report["bounds"],
        "cost": {"wall": result.cost.wall, "cpu": result.cost.cpu, "megabytes": result.cost.megabytes, "first": result.cost.first},
        "served_at_most": result.served_at_most,
        "first_come": asdict(result.first_come),
        "single_model": asdict(result.single_model) if result.single_model else None,
        "proven": result.proven,
        "events": measured.events,
    }
    KEPT.write_text(json.dumps(_told() | {result.forum.name: told}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _told() -> dict[str, Json]:
    return dict(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else {}


def _measured(told: Json, name: str) -> Measured:
    single = told["single_model"]
    result = Result(
        forum=next(forum for forum in FORUMS if forum.name == name),
        reached=Reached(**told["reached"]),
        report={"bounds": told["bounds"]},
        cost=Run(code=0, out="", error="", **told["cost"]),
        served_at_most=tuple(told["served_at_most"]),
        first_come=Reached(**told["first_come"]),
        single_model=Reached(**single) if single else None,
        proven=told["proven"],
    )
    return Measured(told["machine"], result, told["events"])
