"""Forms that change what is in force: signature of a version, amendment, notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, choice, day, text
from filon.agreements.inputs import SignatureInput
from filon.agreements.models import AgreementVersion, PartyTerm
from filon.kernel.forms import WritingForm


class PutInForceForm(WritingForm):
    """The signed PDF, the place, and for each party who signed when (`signed_by_<party>`, `signed_on_<party>`)."""

    aliases: ClassVar = {"file": "signed_pdf"}

    signed_pdf = forms.FileField(
        label=gettext_lazy("Signed PDF"),
        help_text=gettext_lazy("The document as signed by everybody; its bytes and its fingerprint are kept."),
        error_messages={
            "required": gettext_lazy("Add the signed PDF: without it nothing comes into force."),
            "empty": gettext_lazy("This file is empty: choose the signed PDF."),
        },
    )
    place = text(gettext_lazy("Place of signature"), length=160)

    def __init__(self, *args: Any, parties: Iterable[tuple[PartyTerm, Choices]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = list(parties)
        for term, signatories in self.parties:
            self.fields[f"signed_by_{term.party.uuid.hex}"] = choice(
                _("Signed by, for %(party)s") % {"party": term.party.name},
                [("", _("choose a signatory")), *signatories],
                required=_("Say who signed for %(party)s.") % {"party": term.party.name},
            )
            self.fields[f"signed_on_{term.party.uuid.hex}"] = day(
                _("on"), required=_("Say when %(party)s signed.") % {"party": term.party.name}
            )
            self.initial.setdefault(f"signed_by_{term.party.uuid.hex}", str(term.signatory.uuid) if term.signatory else "")

    def signature(self) -> dict[str, Any]:
        """What `version_put_in_force` needs besides its author and version; signatures in the order of the parties."""
        signatures = [
            SignatureInput(
                party_id=term.party.uuid,
                affiliation_id=UUID(self.cleaned_data[f"signed_by_{term.party.uuid.hex}"]),
                signed_on=self.cleaned_data[f"signed_on_{term.party.uuid.hex}"],
            )
            for term, _signatories in self.parties
        ]
        return {"signed_pdf": self.cleaned_data["signed_pdf"], "place": self.cleaned_data["place"], "signatures": signatures}


class AmendForm(WritingForm):
    effective_from = day(
        gettext_lazy("From which day the amendment holds"),
        required=gettext_lazy("Say from which day the amendment holds."),
        hint=gettext_lazy("The version in force stays as it is until then."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"effective_from": timezone.localdate()})
        super().__init__(*args, **options)


class NoticeForm(WritingForm):
    """A party lets the agreement end, or ends it before its term."""

    party = choice(gettext_lazy("Who gives notice"), [], required=gettext_lazy("Say which party gives notice."))
    given_on = day(gettext_lazy("Given on"), required=gettext_lazy("Say on which day the notice was given."))
    ends_on = day(gettext_lazy("The agreement ends on"), required=gettext_lazy("Say on which day the agreement ends."))
    reason = text(gettext_lazy("Why"), required=gettext_lazy("Say why: every party reads it."), rows=4, length=2000)

    def __init__(self, *args: Any, parties: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["party"].choices = [*parties]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(version: AgreementVersion) -> dict[str, Any]:
        return {"given_on": timezone.localdate(), "ends_on": version.term_end}

    def notice(self) -> dict[str, Any]:
        """What `notice_give` needs besides its author and agreement."""
        given = dict(self.cleaned_data)
        return {"party_id": UUID(given.pop("party")), **given}


class RenewForm(WritingForm):
    """Asks nothing: the agreement says for how long it is renewed."""
