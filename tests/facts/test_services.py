"""A fact is recorded once, reversed once, and never changed."""

import datetime as dt
import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.http import Http404
from django.utils import timezone

from filon.facts.inputs import FactInput
from filon.facts.models import Fact, FactPersonal
from filon.facts.rules import personal_digest
from filon.facts.services import fact_correct, fact_note, fact_personal_erase, fact_record, fact_reverse
from filon.facts.visibility import Visibility
from filon.kernel.errors import Refused
from filon.kernel.models import AppendOnlyError, AuditEvent, StoredFile
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.factories.facts import FactFactory
from tests.factories.partners import AccessFactory, RelationshipFactory
from tests.factories.people import HostFactory, member

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 11, 14)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def officer(host: Host) -> User:
    return member(Role.PARTNERSHIP_OFFICER, host=host)


def happened(host: Host, **changes: Any) -> FactInput:
    return replace(FactInput(kind="facts.event", occurred_on=DAY, host_id=host.pk), **changes)


def test_record_keeps_what_happened(officer: User, host: Host) -> None:
    entity = RelationshipFactory(host=host).entity

    fact = fact_record(
        by=officer,
        fact=happened(host, entity_ids=[entity.uuid], quantity=Decimal(2), value_cents=80_000, persons=12, goals=[13, 4, 13]),
    )

    assert (fact.unit, fact.quantity, fact.value_cents, fact.persons, fact.goals) == ("event", Decimal(2), 80_000, 12, [4, 13])
    assert (fact.visibility, fact.recorded_by, fact.personal_digest) == (Visibility.HOST, officer, "")
    assert [one.entity for one in fact.organisations.all()] == [entity]
    assert AuditEvent.objects.filter(action="fact.recorded", object_uuid=fact.uuid, host_id=host.pk).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "nobody.declares"}, "kind"),
        ({"occurred_on": timezone.localdate() + dt.timedelta(days=1)}, "occurred_on"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"persons": -1}, "persons"),
        ({"value_cents": -1}, "value"),
        ({"goals": [18]}, "goals"),
        ({"visibility": "everybody"}, "visibility"),
    ],
)
def test_record_refused_writes_nothing(officer: User, host: Host, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        fact_record(by=officer, fact=happened(host, **wrong))

    assert refused.value.field == field
    assert Fact.objects.count() == 0


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.STUDENT])
def test_record_by_hand_is_for_those_who_record(host: Host, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        fact_record(by=member(role, host=host), fact=happened(host))


def test_record_by_hand_at_another_school_is_forbidden(officer: User) -> None:
    with pytest.raises(PermissionDenied):
        fact_record(by=officer, fact=happened(HostFactory()))


def test_record_by_hand_names_only_organisations_one_sees(officer: User, host: Host) -> None:
    with pytest.raises(Http404):
        fact_record(by=officer, fact=happened(host, entity_ids=[RelationshipFactory().entity.uuid]))


def test_record_through_a_source_leaves_the_right_to_its_service(host: Host) -> None:
    access = AccessFactory(affiliation__contact__host=host)
    source = happened(host, source_type="agreements.delivery", source_uuid=access.uuid)

    fact = fact_record(by=access.user, fact=source)

    assert (fact.source_type, fact.source_uuid, fact.recorded_by) == ("agreements.delivery", access.uuid, access.user)


def test_record_about_a_person_is_private_and_digested(officer: User, host: Host) -> None:
    fact = fact_record(by=officer, fact=happened(host, personal={"words": "Élise a présenté son projet"}))

    kept = FactPersonal.objects.get(fact=fact)
    assert fact.visibility == Visibility.PRIVATE
    assert fact.personal_digest == personal_digest(kept.salt, {"words": "Élise a présenté son projet"})
    assert not Fact.objects.visible_to(member(Role.DIRECTOR, host=host)).exists()


def test_record_of_a_personal_kind_is_private(officer: User, host: Host) -> None:
    assert fact_record(by=officer, fact=happened(host, kind="facts.support")).visibility == Visibility.PRIVATE


def test_note_keeps_the_proof_with_the_fact(officer: User, host: Host) -> None:
    fact = fact_note(by=officer, fact=happened(host), uploads=[SimpleUploadedFile("emargement.pdf", PDF)])

    stored = StoredFile.objects.get()
    assert (stored.owner_type, stored.owner_uuid, stored.host_id) == ("facts.fact", fact.uuid, host.pk)
    assert [(proof.title, proof.file) for proof in fact.documents.all()] == [("emargement.pdf", stored)]


def test_note_with_a_disguised_file_writes_nothing(officer: User, host: Host) -> None:
    with pytest.raises(Refused), transaction.atomic():
        fact_note(by=officer, fact=happened(host), uploads=[SimpleUploadedFile("emargement.pdf", b"MZ\x90\x00 not a pdf")])

    assert (Fact.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_reverse_writes_the_opposite(officer: User, host: Host) -> None:
    entity = RelationshipFactory(host=host).entity
    wrong = FactFactory(host=host, quantity=Decimal(3), value_cents=500, persons=None, goals=[4], organisations=[entity])

    reversal = fact_reverse(by=officer, fact_id=wrong.uuid, reason=" counted twice ")

    assert (reversal.reverses, reversal.quantity, reversal.value_cents, reversal.persons) == (wrong, Decimal(-3), -500, None)
    assert (reversal.kind, reversal.occurred_on, reversal.goals) == (wrong.kind, wrong.occurred_on, [4])
    assert reversal.personal.values == {"reason": "counted twice"}
    assert [one.entity for one in reversal.organisations.all()] == [entity]


def test_reverse_twice_is_refused(officer: User, host: Host) -> None:
    wrong = FactFactory(host=host)
    fact_reverse(by=officer, fact_id=wrong.uuid, reason="counted twice")

    with pytest.raises(Refused):
        fact_reverse(by=officer, fact_id=wrong.uuid, reason="again")

    assert Fact.objects.count() == 2


def test_reverse_of_a_reversal_is_refused(officer: User, host: Host) -> None:
    reversal = fact_reverse(by=officer, fact_id=FactFactory(host=host).uuid, reason="counted twice")

    with pytest.raises(Refused):
        fact_reverse(by=officer, fact_id=reversal.uuid, reason="no, it was right")


def test_reverse_without_a_reason_is_refused(officer: User, host: Host) -> None:
    with pytest.raises(Refused) as refused:
        fact_reverse(by=officer, fact_id=FactFactory(host=host).uuid, reason="  ")

    assert refused.value.field == "reason"


def test_reverse_of_another_school_s_fact_is_not_found(officer: User) -> None:
    with pytest.raises(Http404):
        fact_reverse(by=officer, fact_id=FactFactory().uuid, reason="x")


def test_correct_by_an_auditor_is_forbidden(host: Host) -> None:
    with pytest.raises(PermissionDenied):
        fact_correct(by=member(Role.AUDITOR, host=host), fact_id=FactFactory(host=host).uuid, reason="x")


def test_correct_of_a_fact_that_comes_from_elsewhere_is_refused(officer: User, host: Host) -> None:
    delivered = FactFactory(host=host, source_type="agreements.delivery")

    with pytest.raises(Refused):
        fact_correct(by=officer, fact_id=delivered.uuid, reason="x")


@pytest.mark.django_db(transaction=True)
def test_reverse_by_two_people_at_once_is_done_once() -> None:
    host = HostFactory()
    wrong = FactFactory(host=host)
    officers = [member(Role.PARTNERSHIP_OFFICER, host=host) for _ in range(2)]
    together, answers = threading.Barrier(2), []

    def reverse(by: User) -> None:
        together.wait()
        try:
            answers.append(str(fact_reverse(by=by, fact_id=wrong.uuid, reason="counted twice").quantity))
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=reverse, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["-1.00", "refused"]
    assert Fact.objects.filter(reverses=wrong).count() == 1


def test_erase_keeps_the_fact_and_its_digest(officer: User, host: Host) -> None:
    fact = fact_record(by=officer, fact=happened(host, personal={"words": "Élise"}))
    digest = fact.personal_digest

    fact_personal_erase(by=officer, fact_id=fact.uuid)

    fact.refresh_from_db()
    assert (fact.personal_digest, FactPersonal.objects.count()) == (digest, 0)
    assert AuditEvent.objects.filter(action="fact.personal_erased", object_uuid=fact.uuid).count() == 1


def test_erase_of_nothing_is_refused(officer: User, host: Host) -> None:
    with pytest.raises(Refused):
        fact_personal_erase(by=officer, fact_id=FactFactory(host=host, recorded_by=officer).uuid)


def test_fact_cannot_be_changed_by_the_model() -> None:
    fact = FactFactory()

    with pytest.raises(AppendOnlyError):
        fact.save()
    with pytest.raises(AppendOnlyError):
        fact.delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE facts_fact SET quantity = 9", "DELETE FROM facts_fact", "DELETE FROM facts_factorganisation"]
)
def test_fact_cannot_be_changed_in_sql(statement: str) -> None:
    FactFactory(organisations=[RelationshipFactory().entity])

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
