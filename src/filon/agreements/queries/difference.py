"""What an amendment changes, clause by clause and figure by figure, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.agreements.models import AgreementVersion
from filon.agreements.models.kind import in_language
from filon.agreements.queries.content import content_of
from filon.agreements.queries.record import VersionRow, term_rows, version_rows
from filon.agreements.units import Capacity, Nature, Unit, counted
from filon.kernel import formats

Kind = Literal["added", "removed", "changed"]
Subject = Literal["term", "party", "commitment", "money", "clause", "theme"]
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One change. ``label`` names the thing and the figure; ``before`` is empty where it is added, ``after`` where it is removed."""

    kind: Kind
    subject: Subject
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class _Figure:
    """A figure of a thing: its name and how it is read out of the thing."""

    label: str
    read: Callable[[Mapping[str, Any]], str]


def version_difference(before: AgreementVersion, after: AgreementVersion) -> list[Change]:
    """From one version of an agreement to another; empty when they agree on everything."""
    return difference_of_rows(before, after, rows_of(before, after))


def rows_of(before: AgreementVersion, after: AgreementVersion) -> Mapping[int, VersionRow]:
    """Both versions with their small lists, by their keys."""
    return {row.id: row for row in version_rows([after.agreement_id], pk__in=[before.pk, after.pk])}


def difference_of_rows(before: AgreementVersion, after: AgreementVersion, rows: Mapping[int, VersionRow]) -> list[Change]:
    """The same from rows already read."""
    terms = term_rows([after.agreement_id], version__in=[before.pk, after.pk])
    first, second = (content_of(rows[version.pk], [term for term in terms if term.version_id == version.pk]) for version in (before, after))
    names = names_in(rows.values())
    return difference(first, second, names=names)


def names_in(versions: Iterable[VersionRow]) -> dict[str, str]:
    """Names of the parties and themes that the versions mention, by their identifier as text."""
    names: dict[str, str] = {}
    for version in versions:
        names |= {party["party"]: party["name"] for party in version.parties}
        names |= {theme["uuid"]: in_language(theme["label_fr"], theme["label_en"]) for theme in version.themes}
        names |= {party["signatory"]: party["signatory_name"] for party in version.parties if party["signatory"]}
    return names


def difference(before: Content, after: Content, *, names: Mapping[str, str]) -> list[Change]:
    """From one content to another. ``names`` gives the names of parties, signatories and themes."""
    return [
        *_figures("term", "", before, after, _term_figures()),
        *_things(_Sort("party", "party", lambda it: names[it["party"]], _party_figures(names)), before["parties"], after["parties"]),
        *_things(_Sort("commitment", "commitment", _what, _commitment_figures()), before["commitments"], after["commitments"]),
        *_things(_Sort("money", "key", lambda it: _money_label(it, names), _money_figures()), _numbered(before), _numbered(after)),
        *_things(_Sort("clause", "heading_fr", _heading, _clause_figures()), before["clauses"], after["clauses"]),
        *_themes(before["themes"], after["themes"], names),
    ]


@dataclass(frozen=True)
class _Sort:
    """A sort of things: what knows one again in the other version, how it is called, and its figures."""

    subject: Subject
    key: str
    label: Callable[[Mapping[str, Any]], str]
    figures: Sequence[_Figure]


def _things(sort: _Sort, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Things known by a key: those that came, those that went, and the figures of those that stayed."""
    old, new = {it[sort.key]: it for it in before}, {it[sort.key]: it for it in after}
    changes: list[Change] = []
    for name, thing in new.items():
        if name in old and old[name] != thing:
            changes += _figures(sort.subject, sort.label(thing), old[name], thing, sort.figures)
        elif name not in old:
            changes.append(Change("added", sort.subject, sort.label(thing), "", _summary(thing, sort.figures)))
    gone = [thing for name, thing in old.items() if name not in new]
    return changes + [Change("removed", sort.subject, sort.label(thing), _summary(thing, sort.figures), "") for thing in gone]


def _figures(subject: Subject, label: str, before: Mapping[str, Any], after: Mapping[str, Any], figures: Sequence[_Figure]) -> list[Change]:
    pairs = [(figure.label, figure.read(before), figure.read(after)) for figure in figures]
    return [Change("changed", subject, " · ".join(filter(None, (label, name))), old, new) for name, old, new in pairs if old != new]


def _summary(thing: Mapping[str, Any], figures: Sequence[_Figure]) -> str:
    return ", ".join(filter(None, (figure.read(thing) for figure in figures)))


def _themes(before: Sequence[str], after: Sequence[str], names: Mapping[str, str]) -> list[Change]:
    added = [Change("added", "theme", _("Theme"), "", names[theme]) for theme in after if theme not in before]
    return added + [Change("removed", "theme", _("Theme"), names[theme], "") for theme in before if theme not in after]


def _numbered(content: Content) -> list[dict[str, Any]]:
    """Money lines have no identity from one version to the next: nature, payer, payee and rank among equals make one."""
    seen: dict[tuple[str, ...], int] = {}
    numbered = []
    for line in content["money_lines"]:
        same = (line["nature"], line["payer"], line["payee"])
        seen[same] = seen.get(same, 0) + 1
        numbered.append({**line, "key": (*same, seen[same])})
    return numbered


def _day(text: str | None) -> str:
    return formats.day(dt.date.fromisoformat(text)) if text else _("not stated")


def _months(count: int | None) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count} if count else _("none")


def _days(count: int | None) -> str:
    return _("never") if count is None else ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _term_figures() -> list[_Figure]:
    return [
        _Figure(_("Takes effect on"), lambda it: _day(it["effective_from"])),
        _Figure(_("Ends on"), lambda it: _day(it["term_end"])),
        _Figure(_("Notice"), lambda it: _months(it["notice_months"])),
        _Figure(_("Tacit renewal"), lambda it: _months(it["renewal_months"]) if it["is_tacit"] else _("no")),
        _Figure(_("Silence accepts after"), lambda it: _days(it["silence_days"])),
    ]


def _party_figures(names: Mapping[str, str]) -> list[_Figure]:
    return [
        _Figure(_("capacity"), lambda it: str(Capacity(it["capacity"]).label)),
        _Figure(_("signatory"), lambda it: names.get(it["signatory"] or "", "")),
    ]


def _what(commitment: Mapping[str, Any]) -> str:
    return in_language(commitment["what_fr"], commitment["what_en"])


def _quantity(commitment: Mapping[str, Any]) -> str:
    """With its unit, which a signed commitment keeps."""
    if commitment["quantity"] is None:
        return _("not stated")
    return counted(Decimal(commitment["quantity"]), commitment["unit"])


def _value(commitment: Mapping[str, Any]) -> str:
    if commitment["unit"] == Unit.EURO:
        return ""
    cents = commitment["unit_value_cents"]
    return _("not known") if cents is None else formats.euros(cents)


def _commitment_figures() -> list[_Figure]:
    return [
        _Figure(_("wording"), _what),
        _Figure(_("detail"), lambda it: in_language(it["detail_fr"], it["detail_en"])),
        _Figure(_("quantity"), _quantity),
        _Figure(_("value of one"), _value),
        _Figure(_("counterpart"), lambda it: _("counterpart") if it["is_counterpart"] else ""),
        _Figure(_("due"), lambda it: due_in_words(it["due_rule"])),
    ]


def due_in_words(rule: Mapping[str, Any]) -> str:
    """A due rule as a few words: `on 3 March 2026`, `every 6 months from …, 6 times`."""
    match rule["kind"]:
        case "once":
            return _("on %(day)s") % {"day": _day(rule["on"])}
        case "on_dates":
            return _("on %(days)s") % {"days": ", ".join(_day(entry["on"]) for entry in rule["dates"])}
        case "every":
            return _rhythm(rule)
        case "over_term":
            return _("all along the term")
        case _:
            return _("no date stated")


def _rhythm(rule: Mapping[str, Any]) -> str:
    words = {"first": _day(rule["first"]), "months": _months(rule["months"]), "count": rule["count"]}
    if rule["count"] is None:
        return _("every %(months)s from %(first)s to the end of the term") % words
    return (
        ngettext("every %(months)s from %(first)s, %(count)d time", "every %(months)s from %(first)s, %(count)d times", rule["count"])
        % words
    )


def _money_label(line: Mapping[str, Any], names: Mapping[str, str]) -> str:
    words = {"nature": Nature(line["nature"]).label, "payer": names[line["payer"]], "payee": names[line["payee"]]}
    return _("%(nature)s, %(payer)s to %(payee)s") % words


def _money_figures() -> list[_Figure]:
    return [
        _Figure(_("amount"), lambda it: _("not stated") if it["amount_cents"] is None else formats.euros(it["amount_cents"])),
        _Figure(_("earmarked for"), lambda it: in_language(it["earmark_fr"], it["earmark_en"])),
    ]


def _heading(clause: Mapping[str, Any]) -> str:
    return in_language(clause["heading_fr"], clause["heading_en"])


def _clause_figures() -> list[_Figure]:
    return [_Figure(_("text"), lambda it: in_language(it["text_fr"], it["text_en"]))]
