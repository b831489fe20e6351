"""What the register says, in words, for the week and for the page of a partner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.engines.company_register import Standing
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.prepared import Prepared
from filon.kernel.registry import WeekItem
from filon.partners.models import RegisterChange, RegisterRecord
from filon.people.models import User
from filon.people.roles import READING


def standing_words(standing: str) -> str:
    return {
        Standing.ACTIVE.value: _("active"),
        Standing.WITHOUT_ESTABLISHMENT.value: _("active, without any open establishment"),
        Standing.CLOSED.value: _("closed"),
        Standing.CLOSED_UNDATED.value: _("closed, on a day that is not told"),
        Standing.ABSORBED.value: _("absorbed by another company"),
        Standing.CONTINUED.value: _("continued under another SIREN"),
        Standing.INCOHERENT.value: _("told with dates that contradict each other"),
    }.get(standing, "")


def change_words(kind: str, before: str, after: str, occurred_on: dt.date | None) -> str:
    """A sentence."""
    if kind == "standing":
        words = {"standing": standing_words(after), "day": formats.day(occurred_on)}
        if occurred_on is None:
            return _("The public register says that it is %(standing)s.") % words
        return _("The public register says that it is %(standing)s since %(day)s.") % words
    if kind == "renamed":
        return _("In the public register “%(before)s” is now called “%(after)s”.") % {"before": before, "after": after}
    if kind == "turnover":
        year = occurred_on.year if occurred_on else ""
        amount = formats.euros(int(after) * 100)
        return _("The public register publishes its turnover of %(year)s: %(amount)s.") % {"year": year, "amount": amount}
    sentence = (
        _("In the public register its size class was %(before)s and is %(after)s.")
        if kind == "size_class"
        else _("In the public register its legal form was %(before)s and is %(after)s.")
    )
    return sentence % {"before": before, "after": after}


def _open_changes(reader: Any) -> QuerySet[Any, Any]:
    found = RegisterChange.objects.open_for(reader).filter(entity__merged_into=None)
    return found.values_list("entity__uuid", "entity__name", "kind", "before", "after", "occurred_on", "found_at").order_by("-id")[:50]


_OPEN_CHANGES = Prepared(_open_changes)
GRAVE = ("standing",)


def week_items(viewer: User, monday: dt.date) -> Iterable[WeekItem]:  # noqa: ARG001  they wait until somebody takes note
    """What the register says of partners and nobody has taken note of; figures alone are told on their page."""
    if not viewer.standing.has(READING):
        return
    for uuid, name, kind, before, after, occurred_on, found_at in _OPEN_CHANGES(viewer):
        if kind in ("standing", "renamed"):
            title = change_words(kind, before, after, occurred_on)
            yield WeekItem("decide", timezone.localdate(found_at), title, address("partners:detail", uuid) + "#register", name)


def register_annotations(reader: Any, entity: str) -> dict[str, Any]:
    """The last answer and the changes nobody has taken note of, along with the query of a row that `entity` leads from."""
    record = JSONObject(sheet="sheet", standing="standing", seen_at="seen_at", missing_since="missing_since")
    change = JSONObject(uuid="uuid", kind="kind", before="before", after="after", occurred_on="occurred_on")
    return {
        "register_records": ArraySubquery(RegisterRecord.objects.filter(entity=OuterRef(entity)).values_list(record)),
        "open_changes": ArraySubquery(RegisterChange.objects.open_for(reader).filter(entity=OuterRef(entity)).values_list(change)),
    }


def register_shown(entity: Any) -> Mapping[str, Any] | None:
    """What the page shows of the register; None before it was asked."""
    record = next(iter(entity.register_records), None)
    if record is None:
        return None
    sheet = record["sheet"]
    changes = [
        (one["uuid"], change_words(one["kind"], one["before"], one["after"], _day(one["occurred_on"]))) for one in entity.open_changes
    ]
    turnover = sheet.get("turnover_eur")
    return {
        "standing": standing_words(record["standing"]),
        "name": sheet.get("name", ""),
        "size_class": sheet.get("size_class", ""),
        "turnover_cents": None if turnover is None else turnover * 100,
        "turnover_year": sheet.get("turnover_year", ""),
        "seen_on": _day(record["seen_at"]),
        "missing_since": _day(record["missing_since"]),
        "changes": changes,
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
