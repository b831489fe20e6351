"""Plots: what `charts.js` draws, each with the table that says the same. Colours come from the style sheet, never from here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Group = Literal["hub", "kept", "late", "next"]
Share = Literal["vein", "kept", "rule-2"]

SHARES: tuple[Share, ...] = ("vein", "kept", "rule-2")


@dataclass(frozen=True)
class Node:
    """A party of the network. `x` and `y` are in any unit (the drawing is fitted), `size` in pixels; `position` of the label:
    top, bottom, left or right."""

    name: str
    x: float
    y: float
    group: Group
    size: float
    position: str = "bottom"


@dataclass(frozen=True)
class Link:
    """A tie between two nodes by name; `width` in pixels."""

    source: str
    target: str
    state: Group
    width: float


@dataclass(frozen=True)
class Network:
    """Who is tied to whom. `label` says in one sentence what the picture shows."""

    label: str
    nodes: Sequence[Node]
    links: Sequence[Link]

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "network",
            "label": self.label,
            "nodes": [vars(node) for node in self.nodes],
            "links": [[link.source, link.target, link.state, link.width] for link in self.links],
        }


@dataclass(frozen=True)
class FlowNode:
    """A place that euros come from or go to; `short` is its name on a phone."""

    name: str
    share: Share = "vein"
    short: str = ""


@dataclass(frozen=True)
class Flow:
    """Euros from gift to programme to outcome; `links` are (source, target, whole euros)."""

    label: str
    nodes: Sequence[FlowNode]
    links: Sequence[tuple[str, str, int]] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        nodes = [[node.name, SHARES.index(node.share), *([node.short] if node.short else [])] for node in self.nodes]
        return {"kind": "flow", "label": self.label, "nodes": nodes, "links": [list(link) for link in self.links]}
