"""Forms of the parties: an organisation found by name or SIREN, a fund through its umbrella, and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, choice, text
from filon.agreements.inputs import PartyInput
from filon.agreements.models import PartyTerm
from filon.agreements.units import Capacity
from filon.kernel.forms import WritingForm
from filon.partners.models import EntityKind, Fund, LegalEntity
from filon.partners.services.entities import EntityInput

if TYPE_CHECKING:
    from filon.people.models import User

NAMED = 5


class PartyForm(WritingForm):
    """Adds a party. A fund does not sign: it is taken only with `umbrella_signs`, which its refusal offers in one gesture.

    `entity` stays None for an organisation that Filon does not know: with its SIREN it is recorded as a new one.
    """

    aliases: ClassVar = {"entity": "organisation", "fund": "organisation", "name": "organisation"}

    organisation = text(
        gettext_lazy("Organisation or fund"),
        required=gettext_lazy("Name the organisation."),
        length=200,
        hint=gettext_lazy("Look for it by name or SIREN."),
    )
    siren = text(gettext_lazy("SIREN"), length=20, hint=gettext_lazy("Nine digits, for an organisation Filon does not know yet."))
    kind = choice(gettext_lazy("What it is"), EntityKind.choices, hint=gettext_lazy("For an organisation Filon does not know yet."))
    capacity = choice(gettext_lazy("Capacity in the agreement"), Capacity.choices, required=gettext_lazy("Choose in which capacity."))
    umbrella_signs = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        self.fund: Fund | None = None
        self.entity: LegalEntity | None = None
        self.fields["organisation"].widget.attrs.update(list="organisations", autocomplete="off")

    @property
    def offered_umbrella(self) -> LegalEntity | None:
        """The umbrella that may sign, where a fund was chosen and nobody signs for it yet."""
        return self.fund.umbrella if self.fund and "organisation" in self.errors else None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "organisation" not in given:
            return given
        self.fund = Fund.objects.visible_to(self.viewer).select_related("umbrella").filter(name__iexact=given["organisation"]).first()
        if self.fund is not None:
            self._check_umbrella(self.fund)
        else:
            self.entity = self._entity(given["organisation"], given.get("siren", ""))
        return given

    def _check_umbrella(self, fund: Fund) -> None:
        self.entity = fund.umbrella
        if not self.cleaned_data.get("umbrella_signs"):
            words = {"fund": fund.name, "umbrella": fund.umbrella.name}
            sentence = _("%(fund)s cannot sign: it is a sheltered fund. Choose %(umbrella)s, which shelters it and issues the receipts.")
            self.add_error("organisation", sentence % words)

    def _entity(self, name: str, siren: str) -> LegalEntity | None:
        """The organisation of that name or SIREN; None for a new one, which needs its SIREN."""
        known = LegalEntity.objects.visible_to(self.viewer).filter(merged_into__isnull=True)
        digits = "".join(name.split())
        found = known.filter(siren=digits).first() if digits.isdigit() else known.filter(name__iexact=name).first()
        if found is None and not siren:
            self.add_error("organisation", self._unknown(name, list(known.filter(name__icontains=name)[:NAMED])))
        return found

    def _unknown(self, name: str, close: Sequence[LegalEntity]) -> str:
        if close:
            names = ", ".join(f"“{entity.name}”" for entity in close)
            return _("Several organisations may be meant: %(names)s. Write the whole name of one.") % {"names": names}
        return _("Filon knows no organisation called “%(name)s”: check the name, or add its SIREN to record it.") % {"name": name}

    def new_entity(self) -> EntityInput:
        given = self.cleaned_data
        return EntityInput(name=given["organisation"], kind=given["kind"] or EntityKind.COMPANY, siren=given["siren"])

    def party(self, entity: LegalEntity) -> PartyInput:
        return PartyInput(entity_id=entity.uuid, fund_id=self.fund.uuid if self.fund else None, capacity=self.cleaned_data["capacity"])


class PartyTermForm(WritingForm):
    """Capacity, signatory and place in the order of signature of a party already there."""

    capacity = choice(gettext_lazy("Capacity in the agreement"), Capacity.choices, required=gettext_lazy("Choose in which capacity."))
    signatory = choice(gettext_lazy("Signatory"), [])
    signing_group = forms.IntegerField(label=gettext_lazy("Signs in position"), min_value=1, max_value=20)

    def __init__(self, given: QueryDict | None = None, *, term: PartyTerm, signatories: Choices) -> None:
        signatory = str(term.signatory.uuid) if term.signatory else ""
        initial = {"capacity": term.capacity, "signatory": signatory, "signing_group": term.signing_group}
        super().__init__(given, prefix=term.party.uuid.hex, initial=initial)
        self.term = term
        self.fields["signatory"].choices = [("", _("nobody yet")), *signatories]  # type: ignore[attr-defined]
        self.fields["signatory"].help_text = _signing_hint(term, bool(signatories))

    def clean_signatory(self) -> UUID | None:
        chosen = self.cleaned_data["signatory"]
        try:
            return UUID(chosen) if chosen else None
        except ValueError:
            raise ValidationError(_("This choice is not possible: take one of the list.")) from None

    def party(self) -> PartyInput:
        party, given = self.term.party, self.cleaned_data
        return PartyInput(
            entity_id=party.entity.uuid,
            fund_id=party.fund.uuid if party.fund else None,
            capacity=given["capacity"],
            signatory_id=given["signatory"],
            signing_group=given["signing_group"],
        )


def _signing_hint(term: PartyTerm, has_somebody: bool) -> str:
    if not has_somebody:
        return _("Nobody may sign for %(name)s yet: add the person on its page.") % {"name": term.party.entity.name}
    if term.party.fund:
        return _("%(umbrella)s, which shelters the fund, signs.") % {"umbrella": term.party.entity.name}
    return _("A person who may commit it, and up to how much.")
