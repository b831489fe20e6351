"""Forms of the steps in which an agreement or an amendment is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.forms.fields import Choices, choice, day, text, whole
from filon.agreements.inputs import ClauseInput, MoneyLineInput, TermInput
from filon.agreements.models import Agreement, AgreementKind, AgreementVersion, Clause, ClausePart, MoneyLine, TemplateClause, Theme
from filon.agreements.queries.draft_choices import owner_choices
from filon.agreements.units import Nature
from filon.kernel.formats import day as written_day
from filon.kernel.forms import EurosField, WritingForm
from filon.kernel.periods import add_months

USUAL_YEARS = 3


class TitleForm(WritingForm):
    """What an agreement is called, in both languages if need be."""

    title_fr = text(
        gettext_lazy("Title"),
        required=gettext_lazy("Give the agreement a title."),
        length=200,
        hint=gettext_lazy("Short: people look for it in lists."),
    )
    title_en = text(gettext_lazy("Title in English"), length=200)


class NatureForm(TitleForm):
    """What kind of agreement it is, and its title."""

    kind = choice(gettext_lazy("Kind"), [], required=gettext_lazy("Choose what kind of agreement it is."), widget=forms.RadioSelect)
    field_order = ("kind", "title_fr", "title_en")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(str(kind.uuid), kind.label) for kind in AgreementKind.objects.all()]  # type: ignore[attr-defined]

    def agreement(self) -> dict[str, Any]:
        """What `agreement_create` needs besides its author."""
        given = self.cleaned_data
        return {"kind_id": UUID(given["kind"]), "title_fr": given["title_fr"], "title_en": given["title_en"]}


class IdentityForm(TitleForm):
    """The title and who looks after the agreement: what changes without an amendment."""

    owner = choice(gettext_lazy("Looked after by"), [])

    def __init__(self, typed: Mapping[str, Any] | None, *, agreement: Agreement) -> None:
        owner = str(agreement.owner.uuid) if agreement.owner else ""
        shown = {"title_fr": agreement.title_fr, "title_en": agreement.title_en, "owner": owner}
        super().__init__(typed, initial=shown)
        owners = owner_choices(agreement, kept=agreement.owner)
        self.fields["owner"].choices = [("", _("nobody yet")), *owners]  # type: ignore[attr-defined]

    def identity(self) -> dict[str, Any]:
        """What `agreement_change` needs besides its author and the agreement."""
        given = self.cleaned_data
        owner_id = UUID(given["owner"]) if given["owner"] else None
        return {"title_fr": given["title_fr"], "title_en": given["title_en"], "owner_id": owner_id}


class MoneyForm(WritingForm):
    """Money by nature; the nature decides between a tax receipt and an invoice."""

    nature = choice(gettext_lazy("Nature"), Nature.choices, required=gettext_lazy("Choose the nature of this money."))
    payer = choice(gettext_lazy("Paid by"), [], required=gettext_lazy("Say who pays."))
    payee = choice(gettext_lazy("Paid to"), [], required=gettext_lazy("Say who is paid."))
    amount = EurosField(
        label=gettext_lazy("Amount"), required=False, help_text=gettext_lazy("In euros; leave it empty if it is not stated.")
    )
    earmark_fr = text(gettext_lazy("Earmarked for"), length=200)
    earmark_en = text(gettext_lazy("Earmarked for, in English"), length=200)

    def __init__(self, *args: Any, parties: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("payer", "payee"):
            self.fields[name].choices = [*parties]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(line: MoneyLine) -> dict[str, Any]:
        return {
            "nature": line.nature,
            "payer": str(line.payer.uuid),
            "payee": str(line.payee.uuid),
            "amount": line.amount_cents,
            "earmark_fr": line.earmark_fr,
            "earmark_en": line.earmark_en,
        }

    def money_line(self) -> MoneyLineInput:
        given = self.cleaned_data
        return MoneyLineInput(
            nature=Nature(given["nature"]),
            payer_id=UUID(given["payer"]),
            payee_id=UUID(given["payee"]),
            amount_cents=given["amount"],
            earmark_fr=given["earmark_fr"],
            earmark_en=given["earmark_en"],
        )


class TermForm(WritingForm):
    """From when to when, how one leaves, what silence means, and about what."""

    effective_from = day(gettext_lazy("Takes effect on"), hint=gettext_lazy("Needed before it is put in force."))
    term_end = day(
        gettext_lazy("Ends on"), hint=gettext_lazy("The first day on which it no longer holds; leave it empty if it is not stated.")
    )
    notice_months = whole(gettext_lazy("Notice, in months"), most=60)
    is_tacit = forms.BooleanField(label=gettext_lazy("Tacit renewal"), required=False)
    renewal_months = whole(gettext_lazy("Each renewal lasts, in months"), most=240)
    silence_days = whole(
        gettext_lazy("Silence accepts after, in days"),
        most=365,
        hint=gettext_lazy("A declaration nobody contests by then counts as accepted; empty: never by silence."),
    )
    themes = forms.MultipleChoiceField(label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["themes"].choices = [(str(theme.uuid), str(theme)) for theme in Theme.objects.all()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        start, end = given.get("effective_from"), given.get("term_end")
        if start and end and end <= start:
            words = {"end": written_day(end), "start": written_day(start), "later": written_day(add_months(start, 12 * USUAL_YEARS))}
            self.add_error("term_end", _("The end, %(end)s, does not follow the start, %(start)s. For three years: %(later)s.") % words)
        if given.get("is_tacit") and not given.get("renewal_months") and "renewal_months" not in self.errors:
            self.add_error("renewal_months", _("Say for how many months the agreement is renewed each time."))
        return given

    @staticmethod
    def initial_of(version: AgreementVersion) -> dict[str, Any]:
        names = ("effective_from", "term_end", "notice_months", "is_tacit", "renewal_months", "silence_days")
        themes = [str(uuid) for uuid in version.themes.values_list("uuid", flat=True)]
        return {**{name: getattr(version, name) for name in names}, "themes": themes}

    def term(self) -> TermInput:
        given = {**self.cleaned_data}
        return TermInput(theme_ids=[UUID(theme) for theme in given.pop("themes")], **given)


class ClauseForm(WritingForm):
    """A recital, an article or an annex, in both languages if need be."""

    FIELDS: ClassVar = ("part", "heading_fr", "text_fr", "heading_en", "text_en")

    part = choice(
        gettext_lazy("Where it stands"),
        [
            (ClausePart.RECITAL, gettext_lazy("in the preamble, before the articles")),
            (ClausePart.ARTICLE, gettext_lazy("among the articles, numbered")),
            (ClausePart.ANNEX, gettext_lazy("in an annex, after the signatures")),
        ],
        required=gettext_lazy("Say where this clause stands."),
    )
    heading_fr = text(gettext_lazy("Heading"), required=gettext_lazy("Give the clause a heading."), length=160)
    text_fr = text(gettext_lazy("Text"), required=gettext_lazy("Write the text of the clause."), rows=6)
    heading_en = text(gettext_lazy("Heading in English"), length=160)
    text_en = text(gettext_lazy("Text in English"), rows=6)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"part": ClausePart.ARTICLE})
        super().__init__(*args, **options)

    @classmethod
    def initial_of(cls, clause: Clause | TemplateClause) -> dict[str, Any]:
        return {name: getattr(clause, name) for name in cls.FIELDS}

    def clause(self) -> ClauseInput:
        return ClauseInput(**{name: self.cleaned_data[name] for name in self.FIELDS})
