"""Form of a commitment, with the rule that says when it is due."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, QuantityField, choice, day, parse_day, parse_quantity, text, whole
from filon.agreements.inputs import CommitmentInput
from filon.agreements.models import Commitment, CommitmentTerm
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import DueRule, Every, Once, OnDates, OverTerm, Unstated, rule_from_json
from filon.kernel.errors import Refused
from filon.kernel.forms import EurosField, WritingForm

RULES = [
    ("once", gettext_lazy("all on one date")),
    ("every", gettext_lazy("in equal parts, every so many months")),
    ("on_dates", gettext_lazy("on dates written one by one")),
    ("over_term", gettext_lazy("kept all along the term")),
    ("unstated", gettext_lazy("no date is stated")),
]


class CommitmentForm(WritingForm):
    """Who owes what to whom, how much, of what value, and when."""

    aliases: ClassVar = {"due_rule": "due"}

    debtor = choice(gettext_lazy("Who owes"), [], required=gettext_lazy("Say who owes."))
    creditor = choice(gettext_lazy("To whom"), [], required=gettext_lazy("Say to whom it is owed."))
    what_fr = text(gettext_lazy("What is promised"), required=gettext_lazy("Say what is promised."), length=160)
    detail_fr = text(gettext_lazy("Detail"), length=240)
    what_en = text(gettext_lazy("What is promised, in English"), length=160)
    detail_en = text(gettext_lazy("Detail in English"), length=240)
    unit = choice(gettext_lazy("Counted in which unit"), Unit.choices, required=gettext_lazy("Say in what it is counted."))
    quantity = QuantityField(
        label=gettext_lazy("Quantity"), required=False, help_text=gettext_lazy("For the whole term; leave it empty if it is not stated.")
    )
    unit_value = EurosField(
        label=gettext_lazy("Value of one"), required=False, help_text=gettext_lazy("In euros; leave it empty if it is not known.")
    )
    is_counterpart = forms.BooleanField(label=gettext_lazy("It is a counterpart of a gift"), required=False)
    due = choice(gettext_lazy("When it is due"), RULES, required=gettext_lazy("Say when it is due."), widget=forms.RadioSelect)
    once_on = day(gettext_lazy("On"))
    every_first = day(gettext_lazy("First date"))
    every_months = whole(gettext_lazy("Every so many months"), most=120)
    every_count = whole(gettext_lazy("How many times"), most=600, hint=gettext_lazy("Empty: until the end of the term."))
    dates = text(gettext_lazy("Dates and quantities"), rows=5, hint=gettext_lazy("One a line: 15/03/2025 ; 40 000"))
    money_line = choice(gettext_lazy("Pays the money line"), [])
    owner = choice(gettext_lazy("Looked after by, on our side"), [])
    owner_contact = choice(gettext_lazy("Looked after by, on theirs"), [])

    def __init__(
        self, *args: Any, parties: Choices, money_lines: Choices = (), owners: Choices = (), contacts: Choices = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        nobody = ("", _("nobody yet"))
        offered = {
            "debtor": [*parties],
            "creditor": [*parties],
            "money_line": [("", _("none")), *money_lines],
            "owner": [nobody, *owners],
            "owner_contact": [nobody, *contacts],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_dates(self) -> tuple[tuple[dt.date, Decimal], ...]:
        lines = [line for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        return tuple(_dated(line) for line in lines)

    def clean(self) -> dict[str, Any]:
        """Each rule needs its own fields; a rhythm or dates need a quantity to share out."""
        given = self.cleaned_data
        needed = {
            "once": {"once_on": _("Say on which date.")},
            "every": {
                "every_first": _("Say when the first one is due."),
                "every_months": _("Say how many months lie between two of them."),
            },
            "on_dates": {"dates": _("Write at least one date with its quantity.")},
        }.get(given.get("due", ""), {})
        for name, sentence in needed.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if given.get("debtor") and given.get("debtor") == given.get("creditor"):
            self.add_error("creditor", _("A party owes nothing to itself: choose another one."))
        return given

    def commitment(self) -> CommitmentInput:
        given = self.cleaned_data
        unit = Unit(given["unit"])
        return CommitmentInput(
            debtor_id=UUID(given["debtor"]),
            creditor_id=UUID(given["creditor"]),
            **{name: given[name] for name in ("what_fr", "what_en", "detail_fr", "detail_en", "quantity", "is_counterpart")},
            unit=unit,
            unit_value_cents=100 if unit is Unit.EURO else given["unit_value"],
            due_rule=self._due_rule(),
            money_line_id=_uuid(given["money_line"]),
            owner_id=_uuid(given["owner"]),
            owner_contact_id=_uuid(given["owner_contact"]),
        )

    def _due_rule(self) -> DueRule:
        given = self.cleaned_data
        match given["due"]:
            case "once":
                return Once(given["once_on"])
            case "every":
                return Every(given["every_first"], given["every_months"], given["every_count"])
            case "on_dates":
                return OnDates(given["dates"])
            case "over_term":
                return OverTerm()
            case _:
                return Unstated()

    @staticmethod
    def initial_of(term: CommitmentTerm) -> dict[str, Any]:
        """What the form shows of a commitment as the draft has it."""
        names = ("what_fr", "what_en", "detail_fr", "detail_en", "unit", "quantity", "is_counterpart")
        commitment = term.commitment
        return {
            **{name: getattr(term, name) for name in names},
            **_initial_of_rule(rule_from_json(term.due_rule)),
            "debtor": str(commitment.debtor.uuid),
            "creditor": str(commitment.creditor.uuid),
            "unit_value": None if term.unit == Unit.EURO else term.unit_value_cents,
            "money_line": str(term.money_line.uuid) if term.money_line else "",
            **OwnersForm.initial_of(commitment),
        }


class OwnersForm(WritingForm):
    """Who looks after a commitment, whatever its version."""

    owner = choice(gettext_lazy("Looked after by, on our side"), [])
    owner_contact = choice(gettext_lazy("Looked after by, on theirs"), [])

    def __init__(self, *args: Any, owners: Choices, contacts: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("owner", owners), ("owner_contact", contacts)):
            self.fields[name].choices = [("", _("nobody yet")), *choices]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(commitment: Commitment) -> dict[str, Any]:
        owner, contact = commitment.owner, commitment.owner_contact
        return {"owner": str(owner.uuid) if owner else "", "owner_contact": str(contact.uuid) if contact else ""}

    def owners(self) -> dict[str, UUID | None]:
        """What `commitment_owner_set` needs besides its author and the commitment."""
        return {"owner_id": _uuid(self.cleaned_data["owner"]), "owner_contact_id": _uuid(self.cleaned_data["owner_contact"])}


def _initial_of_rule(rule: DueRule) -> dict[str, Any]:
    match rule:
        case Once(on):
            return {"due": "once", "once_on": on}
        case Every(first, months, count):
            return {"due": "every", "every_first": first, "every_months": months, "every_count": count}
        case OnDates(dates):
            return {"due": "on_dates", "dates": "\n".join(f"{on:%d/%m/%Y} ; {part.normalize():f}" for on, part in dates)}
        case OverTerm():
            return {"due": "over_term"}
        case _:
            return {"due": "unstated"}


def _dated(line: str) -> tuple[dt.date, Decimal]:
    on, separator, part = line.partition(";")
    if not separator:
        raise ValidationError(_("“%(line)s” has no quantity: write it like 15/03/2025 ; 40 000.") % {"line": line.strip()})
    try:
        return parse_day(on), parse_quantity(part)
    except Refused as refused:
        raise ValidationError(refused.sentence) from None


def _uuid(value: str) -> UUID | None:
    return UUID(value) if value else None
