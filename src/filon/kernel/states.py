"""Tables of allowed transitions, and the one function that moves an object along them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Choices, Model
from django.utils.translation import gettext as _

from filon.kernel import audit
from filon.kernel.actors import Actor
from filon.kernel.errors import Refused

_tables: dict[type[Choices], "Transitions"] = {}


class Transitions:
    """From each state, the states it may become. Declared once an enum, in `states.py` of its app.

    Transitions(Door, {Door.OPEN: {Door.SHUT}, Door.SHUT: set()}, explained={Door.SHUT})

    `explained` names the states that cannot be reached without a reason."""

    def __init__(self, states: type[Choices], table: Mapping[Any, Collection[Any]], *, explained: Collection[Any] = ()) -> None:
        unknown = set(states) - set(table)
        if unknown:
            raise ValueError(f"{states.__name__} has states without a line: {sorted(state.name for state in unknown)}")
        self.states, self.table, self.explained = states, table, frozenset(explained)
        _tables[states] = self

    def next_of(self, state: Any) -> list[Any]:
        """The states it may become, in the order of the enum."""
        return [other for other in self.states if other in self.table[self.states(state)]]

    def allows(self, state: Any, *, to: Any) -> bool:
        return to in self.table[self.states(state)]

    def check(self, state: Any, *, to: Any, reason: str = "") -> None:
        """Raises Refused, naming both states and what is possible, or asking for the reason."""
        if not self.allows(state, to=to):
            raise Refused(_refusal(self.states(state), to, self.next_of(state)), field="state")
        if to in self.explained and not reason.strip():
            raise Refused(_("Say why: “%(to)s” needs a reason.") % {"to": to.label}, field="reason")


def transitions_of(states: type[Choices]) -> Transitions:
    return _tables[states]


def move(obj: Model, *, to: Any, by: Actor | None = None, reason: str = "", field: str = "state") -> None:
    """Moves `obj` to the state, in memory and in its row, if the table allows it and nobody moved it meanwhile; raises Refused
    otherwise. With `by`, the audit gets `<model>.<state>`. The other fields of `obj` are left to its service."""
    before = type(to)(getattr(obj, field))
    transitions_of(type(to)).check(before, to=to, reason=reason)
    moved = type(obj)._base_manager.filter(pk=obj.pk, **{field: before}).update(**{field: to})
    if not moved:
        raise Refused(_("Somebody else has just changed this: read the page again, then decide."), field=field)
    setattr(obj, field, to)
    if by is not None:
        audit.record(by, f"{obj._meta.model_name}.{to.value}", obj, before=before.value, reason=reason)


def _refusal(before: Any, to: Any, allowed: list[Any]) -> str:
    words = {"before": before.label, "to": to.label, "allowed": ", ".join(f"“{state.label}”" for state in allowed)}
    if not allowed:
        return _("It is “%(before)s”, which is final: it cannot become “%(to)s”.") % words
    return _("It is “%(before)s” and cannot become “%(to)s”. From there it can become: %(allowed)s.") % words
