"""Kinds of facts: those that are recorded by hand, and how any kind is found in the registry."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.facts.visibility import Visibility
from filon.kernel.errors import Refused
from filon.kernel.registry import FactKind, all_of

#: General kinds; a programme that records its own kind declares it in its own app.
BY_HAND = (
    FactKind("facts.event", gettext_lazy("event held"), "event", Visibility.HOST),
    FactKind("facts.visit", gettext_lazy("visit"), "visit", Visibility.HOST),
    FactKind("facts.meeting", gettext_lazy("working meeting"), "meeting", Visibility.HOST),
    FactKind("facts.publication", gettext_lazy("document published"), "document", Visibility.HOST),
    FactKind("facts.award", gettext_lazy("prize or distinction"), "award", Visibility.HOST),
    FactKind("facts.support", gettext_lazy("person supported"), "support", Visibility.PRIVATE, personal=True),
)


def kind_called(code: str) -> FactKind:
    """Raises Refused for a kind that no app declares."""
    found = next((kind for kind in all_of(FactKind) if kind.code == code), None)
    if found is None:
        raise Refused(_("“%(code)s” is not a kind of fact recorded here: choose one of the list.") % {"code": code}, field="kind")
    return found


def kinds_by_hand() -> list[FactKind]:
    """What somebody may record: the general kinds, and those of the apps above."""
    return [*BY_HAND, *(kind for kind in all_of(FactKind) if kind.is_by_hand)]


def label_of(code: str) -> str:
    """The label of a kind in the reader's language; the code of one that no app declares any more."""
    return next((str(kind.label) for kind in all_of(FactKind) if kind.code == code), code)


def labels() -> dict[str, str]:
    """The label of each kind in the reader's language, by code."""
    return {kind.code: str(kind.label) for kind in all_of(FactKind)}
