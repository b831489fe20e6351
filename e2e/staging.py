"""What the demo does not have: a school without anything, one with a thousand agreements, a draft with every kind of line.

Django must be loaded.
"""

# ruff: noqa: PLC0415  the apps are imported once Django is loaded

from __future__ import annotations

from typing import TYPE_CHECKING

from e2e import writing
from e2e.browser import Visitor
from e2e.demo import DIRECTOR, OFFICER
from e2e.signing import eventually

if TYPE_CHECKING:
    from uuid import UUID

    from filon.agreements.models import AgreementVersion
    from filon.people.models import User

EMPTY_SCHOOL_DIRECTOR = "Directrice d’une école vide"
FULL_SCHOOL_DIRECTOR = "Directeur d’une école pleine"
MANY = 1_000
GIVING = "Mécénat Gardon Énergies"
COMPLETE, APPROVED, SENT = "Brouillon complet", "Convention approuvée", "Convention à signer"


def open_empty_school() -> None:
    from filon.people.services import host_create

    host_create(
        name="École toute neuve",
        short_name="École neuve",
        city="Alès",
        director_email="vide@demo.example",
        director_name=EMPTY_SCHOOL_DIRECTOR,
        is_invented=True,
    )


def open_full_school() -> None:
    """A thousand drafts, written by its director through the service."""
    from django.db import transaction

    from filon.agreements.models import AgreementKind
    from filon.agreements.services import drafting
    from filon.people.models import User
    from filon.people.services import host_create

    host = host_create(
        name="École aux mille conventions",
        short_name="École pleine",
        city="Alès",
        director_email="plein@demo.example",
        director_name=FULL_SCHOOL_DIRECTOR,
        is_invented=True,
    )
    director = User.objects.get(name=FULL_SCHOOL_DIRECTOR)
    director.act_for(host.pk)
    kinds = list(AgreementKind.objects.all())
    with transaction.atomic():
        for number in range(1, MANY + 1):
            kind = kinds[number % len(kinds)]
            drafting.agreement_create(by=director, kind_id=kind.uuid, title_fr=f"Convention no {number}, {kind.label_fr}")


def seldom_linked() -> list[str]:
    """Pages whose links lead where few others do: an umbrella, a school with sites, each commitment of the living agreement."""
    from filon.agreements.models import Commitment
    from filon.partners.models import EntityKind, LegalEntity

    entities = [LegalEntity.objects.filter(kind=EntityKind.UMBRELLA, is_invented=True), LegalEntity.objects.filter(sites__isnull=False)]
    commitments = Commitment.objects.filter(agreement__title_fr=GIVING).select_related("agreement")
    return [
        *(f"/partenaires/{entity.uuid}" for found in entities for entity in found.distinct()),
        *(f"/conventions/{one.agreement.uuid}/engagements/{one.uuid}" for one in commitments),
    ]


def link_that_stops_the_week() -> str:
    """The path that stands in the partnership officer's week by mail."""
    from urllib.parse import urlsplit

    from filon.agenda.queries.choices import DIGEST
    from filon.agenda.services.choices import stop_link
    from filon.people.models import User

    return urlsplit(stop_link(User.objects.get(name=OFFICER), DIGEST)).path


def exchanges_in_each_state() -> list[str]:
    """A session to come and one to close with persons registered, one held; an idea in each state of its life."""
    from django.utils import timezone

    from filon.activities.models import ExchangeSession, Idea

    named = ExchangeSession.objects.filter(registrations__isnull=False).distinct()
    sessions = [named.to_come(timezone.now()), named.ended(timezone.now()), named.filter(state="held")]
    ideas = [Idea.objects.filter(state=state).order_by("comments") for state in ("proposed", "taken_up", "become")]
    return [found[0].get_absolute_url() for found in (*sessions, *ideas)]


def write_a_bit_of_all(officer: Visitor) -> list[str]:
    """A draft with money, clauses and commitments, ready to be signed, and a fact recorded by hand; returns where to find them."""
    written = _complete(officer, COMPLETE)
    officer.goes("/faits/nouveau")
    officer.page.locator("select[name=kind]").select_option("facts.visit")
    officer.sends_nothing()
    return [officer.path, *(written.step(name) for name in ("argent", "texte", "relecture", "vigueur"))]


def _complete(officer: Visitor, title: str) -> writing.Written:
    written = writing.begin(officer, title)
    writing.name_the_parties(officer, written)
    writing.promise(officer, written)
    writing.state_money_and_term(officer, written)
    return written


def negotiate_and_send(officer: Visitor) -> list[str]:
    """The complete draft came back from Word; another is approved, a third is sent and waits for its signatures; the school has a
    template of its own. Returns where to find them."""
    from django.urls import reverse

    for title in (APPROVED, SENT):
        _complete(officer, title)
    draft, approved, sent = _version(COMPLETE), _approved(_version(APPROVED)), _approved(_version(SENT))
    returned = _negotiated(draft)
    key = _sent(sent)
    draft_at, sent_at = [draft.agreement.uuid, draft.number], [sent.agreement.uuid, sent.number]
    return [
        reverse("agreements:send", args=[approved.agreement.uuid, approved.number]),
        reverse("agreements:negotiation", args=draft_at),
        reverse("agreements:negotiation_compare", args=[*draft_at, returned]),
        reverse("agreements:sending", args=sent_at),
        reverse("agreements:seat", args=[key]),
        *_template(draft),
    ]


def _version(title: str) -> AgreementVersion:
    from filon.agreements.models import AgreementVersion

    return AgreementVersion.objects.select_related("agreement__host", "agreement__kind").get(agreement__title_fr=title)


def _person(name: str, version: AgreementVersion) -> User:
    from filon.people.models import User

    found = User.objects.get(name=name)
    found.act_for(version.agreement.host_id)
    return found


def _negotiated(draft: AgreementVersion) -> UUID:
    from filon.agreements.services import negotiation
    from filon.kernel.files import file_open

    officer = _person(OFFICER, draft)
    sent = negotiation.text_send(by=officer, version_id=draft.uuid, language="fr")
    with file_open(sent.file) as content:
        return negotiation.text_receive(by=officer, sent_id=sent.uuid, upload=content, name="retour.docx").uuid


def _approved(version: AgreementVersion) -> AgreementVersion:
    """Every signatory has an address, and the director has approved it."""
    from filon.agreements.services import review

    for term in version.party_terms.select_related("signatory__contact"):
        term.signatory.contact.email = term.signatory.contact.email or f"signataire.{term.pk}@demo.example"
        term.signatory.contact.save()
    officer = _person(OFFICER, version)
    asked = review.review_submit(by=officer, version_id=version.uuid)
    for approval in asked.approvals.all():
        review.approval_give(by=_person(DIRECTOR, version), approval_id=approval.uuid)
    return version


def _sent(version: AgreementVersion) -> str:
    """Sent; the key of one signatory's link, made once the letters have left: the link of a letter would replace it."""
    from filon.agreements.services import inviting, sending
    from filon.agreements.states import SeatState

    opened = sending.sending_open(by=_person(OFFICER, version), version_id=version.uuid)
    waiting = opened.seats.filter(state=SeatState.INVITED, links=None)
    eventually(lambda: not waiting.exists(), lambda: "The letters to the signatories did not leave")
    return inviting.link_make(opened.seats.order_by("pk")[0])


def give_and_expect() -> list[str]:
    """One more gift in kind of who gave one, without a receipt, and a payment expected by hand; returns where to find them."""
    from django.urls import reverse
    from django.utils import timezone

    from filon.giving.kinds import InKind
    from filon.giving.models import Gift
    from filon.ledger.inputs import ReceivableInput
    from filon.ledger.services.receivables import receivable_open
    from filon.people.models import User
    from filon.site.demo.money import InKindTold, in_kind

    officer, today = User.objects.get(name=OFFICER), timezone.localdate()
    schools = [host.pk for host in officer.hosts_today]
    gifts = Gift.objects.filter(in_kind__isnull=False, donor__host__in=schools).select_related("donor", "beneficiary")
    former = gifts.earliest("pk")
    host_id, school = former.donor.host_id, former.beneficiary
    officer.act_for(host_id)
    figures = {"purchase_cents": 80_000, "rebate_cents": 0, "borne_cents": 0}
    given = in_kind(officer, former.donor, school, InKindTold(InKind.GOODS, "Une loupe binoculaire, neuve", figures, today))
    by_hand = ReceivableInput(
        creditor_id=school.uuid, host_id=host_id, amount_cents=5_000, due_on=today, debtor_name="Payeur à venir (dém.)"
    )
    expected = receivable_open(by=officer, receivable=by_hand)
    return [reverse("giving:gift", args=[given.uuid]), reverse("ledger:receivable", args=[expected.uuid])]


def _template(draft: AgreementVersion) -> list[str]:
    from django.urls import reverse

    from filon.agreements.services import templates

    agreement = draft.agreement
    own = templates.template_begin(by=_person(OFFICER, draft), host_id=agreement.host.uuid, kind_id=agreement.kind.uuid)
    return [reverse(f"agreements:{name}", args=[own.uuid]) for name in ("template", "template_preview")]
