"""Agreements with their commitments, and past deliveries, from the file to the balance."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.agreements.inputs import DeliveryInput
from filon.agreements.models import Agreement, Commitment, Delivery
from filon.agreements.queries.balance import agreement_balance
from filon.agreements.services.deliveries import delivery_accept, delivery_declare
from filon.agreements.services.drafting import agreement_create
from filon.agreements.states import VersionState
from filon.facts.models import Fact
from filon.kernel import verify
from filon.kernel.errors import Refused
from filon.kernel.imports import running, services
from filon.kernel.imports.queries import kind_called
from filon.kernel.models import AuditEvent, Import, OutboxEvent
from filon.partners.models import LegalEntity
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.partners import LegalEntityFactory, RelationshipFactory
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = "Référence;Objet;Partenaire;État;Date d’effet;Fin;Signée le;Montant;Engagement;Qui doit;Unité;Quantité;Échéance;Périodicité\n"
GIFT = "C-12;Mécénat;Énergies;signée;01/01/2024;31/12/2026;15/12/2023;30 000;Versement;le partenaire;euro;30 000;01/03/2024;chaque année\n"
VISITS = "C-12;;;;;;;;Visites du site;l’école;événement;6;01/06/2024;chaque semestre\n"


@pytest.fixture
def officer(host: Host) -> User:
    LegalEntityFactory.create(school=True, host=host)
    RelationshipFactory.create(host=host, entity__name="Énergies")
    return MembershipFactory(host=host, role=Role.PARTNERSHIP_OFFICER).user


def examined(officer: User, content: str, kind: str) -> Import:
    upload = SimpleUploadedFile("anciennes.csv", content.encode())
    begun = services.import_begin(by=officer, kind=kind_called(kind), upload=upload)
    services.import_map(by=officer, import_id=begun.uuid, mapping=begun.mapping, sheet=begun.sheet, head_line=begun.head_line)
    begun.refresh_from_db()
    return running.examine_run(begun, by=officer)


def taken_over(officer: User, content: str, kind: str = "agreements", *, decisions: dict[int, str] | None = None) -> Import:
    found = examined(officer, content, kind)
    if decisions:
        services.import_decide(by=officer, import_id=found.uuid, decisions=decisions)
    services.import_confirm(by=officer, import_id=found.uuid)
    found.refresh_from_db()
    return running.write_run(found, by=officer)


def outcomes(found: Import) -> dict[int, str]:
    return dict(found.rows.values_list("line", "outcome"))


def reasons(found: Import) -> dict[int, Any]:
    return {line: problems[0][1] for line, problems in found.rows.exclude(problems=[]).values_list("line", "problems")}


def test_signed_agreement_counts_at_once_in_the_balance(officer: User) -> None:
    found = taken_over(officer, HEAD + GIFT + VISITS)

    agreement = Agreement.objects.get(reference="C-12")
    version = agreement.versions.get()
    lines = {line.what: (line.promised, len(line.items)) for line in agreement_balance(agreement, as_of=dt.date(2025, 1, 1)).commitments}
    assert (version.state, version.is_from_source, version.signed_file) == (VersionState.IN_FORCE, True, None)
    assert lines == {"Versement": (Decimal(30_000), 3), "Visites du site": (Decimal(6), 6)}
    assert Fact.objects.filter(kind="agreements.version_in_force", occurred_on=dt.date(2023, 12, 15)).count() == 1
    assert "anciennes.csv" in agreement.provenance_fr
    assert found.counts["written"] == 2


def test_everything_is_still_proved_after_it(officer: User, host: Host) -> None:
    MembershipFactory.create(host=host, role=Role.DIRECTOR)
    taken_over(officer, HEAD + GIFT + VISITS)
    taken_over(officer, "Référence;Engagement;Date;Quantité;Acceptée\nC-12;Versement;02/03/2024;10 000;oui\n", "deliveries")

    broken = {result.name: result.violations for result in verify.run(full=True) if result.violations}

    assert broken == {}


def test_draft_stays_a_draft_and_the_next_file_writes_it_again(officer: User) -> None:
    draft = GIFT.replace("signée;01/01/2024", "brouillon;01/01/2024").replace("15/12/2023", "")
    taken_over(officer, HEAD + draft)

    found = taken_over(officer, HEAD + draft.replace("Mécénat", "Mécénat de l’énergie").replace("30 000;01/03", "60 000;01/03") + VISITS)

    agreement = Agreement.objects.get(reference="C-12")
    terms = list(agreement.versions.get().commitment_terms.values_list("what_fr", "quantity"))
    assert (outcomes(found), agreement.title_fr) == ({2: "change", 3: "change"}, "Mécénat de l’énergie")
    assert terms == [("Versement", Decimal(60_000)), ("Visites du site", Decimal(6))]
    assert agreement.versions.get().state == VersionState.DRAFT


def test_signed_agreement_again_is_known_and_a_new_promise_asks_for_an_amendment(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)

    same, more = examined(officer, HEAD + GIFT, "agreements"), examined(officer, HEAD + GIFT + VISITS, "agreements")

    assert (outcomes(same), outcomes(more)) == ({2: "same"}, {2: "refused", 3: "refused"})
    assert reasons(more)[2] == "This agreement is here and its text no longer changes: open it and amend it to add “Visites du site”."


def test_partner_alike_is_asked_for_once_and_holds_for_every_line(officer: User, host: Host) -> None:
    other = RelationshipFactory.create(host=host, entity__name="Gardon Forges SAS").entity
    content = HEAD + (GIFT + VISITS).replace("Énergies", "Forges du Gardon")

    found = taken_over(officer, content, decisions={2: str(other.uuid)})

    agreement = Agreement.objects.get(reference="C-12")
    assert (outcomes(found), found.counts["written"]) == ({2: "doubtful", 3: "doubtful"}, 2)
    assert (agreement.parties.filter(entity=other).count(), agreement.versions.get().commitment_terms.count()) == (1, 2)
    with pytest.raises(Refused, match="Line 2: choose one of the answers offered"):
        services.import_decide(
            by=officer, import_id=examined(officer, content.replace("C-12", "C-13"), "agreements").uuid, decisions={2: "new"}
        )


def test_agreement_under_another_reference_is_doubtful_and_not_doubled(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)
    there, again = Agreement.objects.get(), HEAD + GIFT.replace("C-12", "M/2024")

    found = taken_over(officer, again, decisions={2: str(there.uuid)})

    assert (outcomes(found), outcomes(examined(officer, again, "agreements"))) == ({2: "doubtful"}, {2: "same"})
    assert Agreement.objects.count() == 1


def test_same_title_in_another_term_is_another_agreement(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)
    later = GIFT.replace("C-12", "C-27").replace("01/01/2024;31/12/2026", "01/01/2027;31/12/2029").replace("01/03/2024", "01/03/2027")

    found = examined(officer, HEAD + later, "agreements")

    assert outcomes(found) == {2: "new"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            GIFT.replace("Énergies", "Inconnue"),
            "No partner of your school is called “Inconnue”: take the organisations over first, or correct the name.",
        ),
        (GIFT.replace("01/01/2024", ""), "A signed agreement takes effect on a day: give it, or write “draft” in the column of the state."),
        (GIFT.replace("le partenaire", "qui sait"), "“qui sait” is not among the allowed values: the template lists them."),
        (GIFT.replace("31/12/2026", "31/12/2020"), "The end comes before the start: correct one of the two dates."),
        (GIFT.replace("01/03/2024", "2024"), "“2024” is not a date: write it like 15/03/2025, the day first."),
    ],
)
def test_refused_agreement_says_why(officer: User, line: str, reason: str) -> None:
    found = examined(officer, HEAD + line, "agreements")

    assert (outcomes(found), reasons(found)[2]) == ({2: "refused"}, reason)


def test_past_deliveries_count_and_come_once(officer: User) -> None:
    taken_over(officer, HEAD + GIFT + VISITS)
    content = (
        "Référence;Engagement;Date;Quantité;Acceptée\nC-12;Versement;02/03/2024;10 000;oui\nC-12;2;15/06/2024;1;\nC-12;2;15/06/2024;1;\n"
    )

    found = taken_over(officer, content, "deliveries")
    again = examined(officer, content, "deliveries")

    gift = Commitment.objects.get(number=1)
    kept = {line.what: line.kept for line in agreement_balance(gift.agreement, as_of=timezone.localdate()).commitments}
    assert (outcomes(found), outcomes(again)) == ({2: "new", 3: "new", 4: "doubtful"}, {2: "same", 3: "same", 4: "doubtful"})
    assert (Delivery.objects.count(), kept["Versement"]) == (2, Decimal(10_000))


def test_delivery_from_a_file_leaves_what_one_from_the_page_leaves(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)
    commitment = Commitment.objects.get()
    told = DeliveryInput(dt.date(2024, 3, 2), Decimal(10_000), words="Virement")
    by_hand = delivery_accept(by=officer, delivery_id=delivery_declare(by=officer, commitment_id=commitment.uuid, delivery=told).uuid)

    taken_over(officer, "Référence;Date;Quantité;Acceptée;Remarque\nC-12;03/03/2024;10 000;oui;Virement\n", "deliveries")

    from_file = Delivery.objects.exclude(pk=by_hand.pk).get()
    assert left(from_file) == left(by_hand)


def left(delivery: Delivery) -> dict[str, object]:
    """Rows, audit and outbox of a delivery, without what tells one from another."""
    objects = [delivery.uuid, delivery.fact.uuid]
    columns = (
        "kind",
        "quantity",
        "unit",
        "value_cents",
        "goals",
        "visibility",
        "personal_digest",
        "host_id",
        "recorded_by_id",
        "source_type",
    )
    return {
        "fact": {name: getattr(delivery.fact, name) for name in columns},
        "organisations": sorted(delivery.fact.organisations.values_list("entity_id", flat=True)),
        "steps": list(delivery.steps.values_list("state", "words", "party_id", "taken_by_id", "is_answer")),
        "audit": list(AuditEvent.objects.filter(object_uuid__in=objects).order_by("id").values_list("action", "payload", "host_id")),
        "outbox": list(OutboxEvent.objects.filter(object_uuid__in=objects).order_by("id").values_list("name", "payload")),
        "delivery": (delivery.state, delivery.declared_for_id, delivery.declared_by_id, delivery.item_id),
    }


def test_refused_delivery_leaves_the_others(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)

    found = taken_over(officer, "Référence;Date;Quantité\nC-12;02/03/2023;1\nC-12;02/03/2024;2\n", "deliveries")

    assert (found.counts["written"], Delivery.objects.get().fact.quantity) == (1, Decimal(2))
    assert outcomes(found) == {2: "refused", 3: "new"}


def test_delivery_of_an_unknown_agreement_or_commitment_is_refused(officer: User) -> None:
    taken_over(officer, HEAD + GIFT)

    found = examined(officer, "Référence;Engagement;Date;Quantité\nX-9;;02/03/2024;1\nC-12;Forum;02/03/2024;1\n", "deliveries")

    assert reasons(found) == {
        2: "Your school has no agreement called “X-9”: take the agreements over first, or correct the reference.",
        3: "This agreement has no such commitment: give its words or its number (1).",
    }


def test_own_references_do_not_disturb_the_numbers_of_the_house(officer: User, host: Host) -> None:
    kind = Agreement._meta.get_field("kind").related_model.objects.get(code="mecenat")
    first = agreement_create(by=officer, kind_id=kind.uuid, title_fr="Une", host_id=host.pk)
    agreement_create(by=officer, kind_id=kind.uuid, title_fr="Autre", host_id=host.pk, reference=f"{first.reference[:-3]}bis")

    third = agreement_create(by=officer, kind_id=kind.uuid, title_fr="Trois", host_id=host.pk)

    assert third.reference == f"{first.reference[:-3]}002"
    assert LegalEntity.objects.filter(host=host).count() == 1
