"""One company as the register tells it. Nothing on a person is kept, although the register names managers."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any


class Unreadable(ValueError):  # noqa: N818  an answer
    """The answer is not of the shape that is known."""


class Standing(StrEnum):
    """Is it alive? First match wins (reference of the incubator, A4)."""

    ACTIVE = "active"
    WITHOUT_ESTABLISHMENT = "without_establishment"
    CLOSED = "closed"
    CLOSED_UNDATED = "closed_undated"
    ABSORBED = "absorbed"
    CONTINUED = "continued"
    INCOHERENT = "incoherent"


@dataclass(frozen=True)
class RegisterSheet:
    """`state` A (active) or C (closed); dates as ISO text; `size_class` PME, ETI, GE or ""; `turnover_eur` of `turnover_year`, None when it
    is not published; `successor`: SIREN that goes on with its activity; `is_public` False: it asked not to be shown."""

    siren: str
    name: str
    state: str
    created_on: str = ""
    closed_on: str = ""
    legal_form: str = ""
    activity: str = ""
    size_class: str = ""
    headcount: str = ""
    open_sites: int | None = None
    siret: str = ""
    postal_code: str = ""
    city: str = ""
    department: str = ""
    turnover_year: str = ""
    turnover_eur: int | None = None
    successor: str = ""
    succeeded_on: str = ""
    successor_created_on: str = ""
    is_public: bool = True


def sheet_in(content: bytes, siren: str) -> RegisterSheet | None:
    """The company of that number in an answer; None when the register does not show it. Raises Unreadable."""
    try:
        results = json.loads(content)["results"]
        found = next((one for one in results if one["siren"] == siren), None)
        return None if found is None else _sheet(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(str(error)) from error


def _sheet(told: Mapping[str, Any]) -> RegisterSheet:
    seat = told.get("siege") or {}
    year, turnover = _turnover(told.get("finances") or {})
    link = _succession(told)
    is_public = told.get("statut_diffusion", "O") == "O"
    return RegisterSheet(
        siren=told["siren"],
        name=_text(told.get("nom_raison_sociale") or told.get("nom_complet")) if is_public else "",
        state=_text(told.get("etat_administratif")) or "A",
        created_on=_day(told.get("date_creation")),
        closed_on=_day(told.get("date_fermeture")),
        legal_form=_text(told.get("nature_juridique")),
        activity=_text(told.get("activite_principale")),
        size_class=_text(told.get("categorie_entreprise")),
        headcount=_text(told.get("tranche_effectif_salarie")),
        open_sites=_whole(told.get("nombre_etablissements_ouverts")),
        siret=_text(seat.get("siret")),
        postal_code=_text(seat.get("code_postal")) if is_public else "",
        city=_text(seat.get("libelle_commune")).title() if is_public else "",
        department=_text(seat.get("departement")),
        turnover_year=year,
        turnover_eur=turnover,
        successor=_text(link.get("siretEtablissementSuccesseur"))[:9],
        succeeded_on=_day(link.get("dateLienSuccession")),
        successor_created_on=_day(link.get("dateCreationSuccesseur")),
        is_public=is_public,
    )


def _turnover(finances: Mapping[str, Any]) -> tuple[str, int | None]:
    """Of the last year that publishes one."""
    for year in sorted(finances, reverse=True):
        amount = _whole((finances[year] or {}).get("ca"))
        if amount is not None:
            return year, amount
    return "", None


def _succession(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The last link to another company with economic continuity, where the answer has any."""
    places = [told.get("siege") or {}, *(told.get("matching_etablissements") or ())]
    links = [link for place in places for link in place.get("successions") or ()]
    others = [link for link in links if _text(link.get("siretEtablissementSuccesseur"))[:9] not in ("", told["siren"])]
    going_on = [link for link in others if link.get("continuiteEconomique")]
    return max(going_on, key=lambda link: _day(link.get("dateLienSuccession")), default={})


def standing_of(sheet: RegisterSheet) -> Standing:
    """A successor older than the link absorbed it; one born with the link is the same venture under another number."""
    if sheet.closed_on and sheet.created_on and sheet.closed_on < sheet.created_on:
        return Standing.INCOHERENT
    if sheet.state != "C":
        return Standing.WITHOUT_ESTABLISHMENT if sheet.open_sites == 0 else Standing.ACTIVE
    if sheet.successor:
        is_born_with_it = bool(sheet.successor_created_on) and sheet.successor_created_on >= sheet.succeeded_on
        return Standing.CONTINUED if is_born_with_it else Standing.ABSORBED
    return Standing.CLOSED if sheet.closed_on else Standing.CLOSED_UNDATED


def to_json(sheet: RegisterSheet) -> dict[str, Any]:
    return asdict(sheet)


def from_json(told: Mapping[str, Any]) -> RegisterSheet:
    """What was kept; a value that a later release added has its default."""
    known = {one.name for one in fields(RegisterSheet)}
    return RegisterSheet(**{name: value for name, value in told.items() if name in known})


def _text(value: Any) -> str:
    return str(value).strip() if value is not None else ""


def _day(value: Any) -> str:
    with suppress(ValueError):
        return date.fromisoformat(_text(value)[:10]).isoformat()
    return ""


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
