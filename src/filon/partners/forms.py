"""What is typed about partners; the rules are the services'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from filon.kernel.forms import DayField, EurosField, WritingForm
from filon.kernel.money import Cents
from filon.partners import rules
from filon.partners.kinds import AccessLevel, EntityKind
from filon.partners.models import Contact, Fund, LegalEntity, Relationship, Site
from filon.partners.services import AffiliationInput, ContactInput, EntityInput, FundInput, RelationshipInput, SiteInput


def after(last_day: dt.date | None) -> dt.date | None:
    """People say the last day; a period ends the day after."""
    return last_day and last_day + dt.timedelta(days=1)


class EntityForm(WritingForm):
    """The public identity of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("as in the register, or as it signs"))
    kind = forms.ChoiceField(label=_("What it is"), choices=EntityKind.choices)
    siren = forms.CharField(label=_("SIREN"), max_length=30, required=False, help_text=_("nine digits; empty when it has none"))
    sector = forms.CharField(label=_("Sector"), max_length=120, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    department = forms.CharField(label=_("Department"), max_length=3, required=False, help_text=_("its number, such as 30"))

    @classmethod
    def typed(cls, entity: LegalEntity) -> dict[str, Any]:
        """What the form shows of an entity."""
        names = ("name", "kind", "sector", "city", "department")
        return {name: getattr(entity, name) for name in names} | {"siren": rules.in_groups(entity.siren or "")}

    def entity(self) -> EntityInput:
        return EntityInput(**self.cleaned_data)


class RelationshipForm(WritingForm):
    """What the school alone knows."""

    owner_id = forms.TypedChoiceField(label=_("Looked after by"), coerce=UUID, empty_value=None, required=False)
    tags = forms.CharField(label=_("Tags"), max_length=400, required=False, help_text=_("separated by commas"))
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("read by your school alone")
    )

    def __init__(self, *args: Any, colleagues: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = [("", _("nobody yet")), *colleagues]  # type: ignore[attr-defined]

    @classmethod
    def typed(cls, relationship: Relationship) -> dict[str, Any]:
        owner = relationship.owner.uuid if relationship.owner else None
        return {"owner_id": owner, "tags": ", ".join(relationship.tags), "notes": relationship.notes}

    def relationship(self) -> RelationshipInput:
        return RelationshipInput(**self.cleaned_data)


class SiteForm(WritingForm):
    """A place of the organisation."""

    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("plant, campus, office"))
    siret = forms.CharField(label=_("SIRET"), max_length=30, required=False, help_text=_("fourteen digits"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    department = forms.CharField(label=_("Department"), max_length=3, required=False, help_text=_("its number, such as 30"))

    @classmethod
    def typed(cls, site: Site) -> dict[str, Any]:
        return {name: getattr(site, name) for name in ("name", "siret", "address", "city", "department")}

    def site(self) -> SiteInput:
        return SiteInput(**self.cleaned_data)


class FundForm(WritingForm):
    """A sheltered foundation."""

    name = forms.CharField(label=_("Name of the fund"), max_length=200)
    purpose_fr = forms.CharField(label=_("Purpose, in French"), max_length=300, required=False)
    purpose_en = forms.CharField(label=_("Purpose, in English"), max_length=300, required=False)

    @classmethod
    def typed(cls, fund: Fund) -> dict[str, Any]:
        return {name: getattr(fund, name) for name in ("name", "purpose_fr", "purpose_en")}

    def fund(self) -> FundInput:
        return FundInput(**self.cleaned_data)


class ContactForm(WritingForm):
    """Who the person is."""

    name = forms.CharField(label=_("First and last name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    @classmethod
    def typed(cls, contact: Contact) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in ("name", "email", "phone")}

    def contact(self) -> ContactInput:
        return ContactInput(**{name: self.cleaned_data[name] for name in ("name", "email", "phone")})


class AffiliationForm(WritingForm):
    """What she does in the organisation, from when to when, and what she may sign."""

    function = forms.CharField(label=_("Function"), max_length=120)
    start = DayField(label=_("First day"), initial=timezone.localdate)
    end = DayField(label=_("Last day"), required=False, help_text=_("empty while it lasts"))
    may_sign = forms.BooleanField(label=_("May sign for the organisation"), required=False)
    sign_limit = EurosField(label=_("May sign up to"), required=False, help_text=_("in euros; empty for no limit"))

    def affiliation(self) -> AffiliationInput:
        typed = self.cleaned_data
        limit: Cents | None = typed["sign_limit"]
        return AffiliationInput(
            function=typed["function"].strip(),
            start=typed["start"],
            end=after(typed["end"]),
            may_sign=typed["may_sign"],
            sign_limit_cents=limit,
        )


class NewContactForm(AffiliationForm, ContactForm):
    """A person and her function, written together."""

    field_order = ("name", "function", "email", "phone", "start", "end", "may_sign", "sign_limit")


class ClosingForm(WritingForm):
    """The last day of a function."""

    end = DayField(label=_("Last day of the function"), initial=timezone.localdate)

    def first_day_without(self) -> dt.date:
        """The day after the last one."""
        last_day: dt.date = self.cleaned_data["end"]
        return last_day + dt.timedelta(days=1)


class AccessForm(WritingForm):
    """The address that will sign in."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("she signs in with a link sent to this address"))
    level = forms.ChoiceField(label=_("What she may do"), choices=AccessLevel.choices, initial=AccessLevel.CONFIRMS)


class MergeForm(WritingForm):
    """Which sheet goes into which: two UUIDs of the duplicates page."""

    from_id = forms.UUIDField()
    into_id = forms.UUIDField()
