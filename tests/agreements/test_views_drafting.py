"""The steps in which an agreement or an amendment is written, and what each says of what is typed wrong."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from filon.agreements.models import Agreement, AgreementKind, AgreementVersion
from filon.agreements.states import VersionState
from filon.partners.models import LegalEntity
from filon.people.roles import Role
from tests.agreements.pages import read, refused, send
from tests.factories.agreements import World, in_force, member
from tests.factories.partners import RelationshipFactory

pytestmark = pytest.mark.django_db


def step(world: World, name: str, version: AgreementVersion | None = None, **key: object) -> str:
    place = {"agreement_id": world.agreement.uuid, "number": (version or world.draft).number}
    return reverse(f"agreements:{name}", kwargs=place | key)


def promise(world: World, **changed: object) -> dict[str, object]:
    """A commitment as the form sends it."""
    school, company = world.party(world.school).uuid, world.party(world.company).uuid
    typed = {
        "debtor": school,
        "creditor": company,
        "what_fr": "Journées de réflexion",
        "unit": "day",
        "quantity": "2",
        "unit_value": "2 400",
    }
    return typed | {"unit_value": "2 400", "due": "once", "once_on": "2025-06-30"} | changed


def test_create_leads_to_the_parties(client: Client) -> None:
    world = World()
    kind = AgreementKind.objects.get(code="mecenat")

    response = send(client, world.officer, reverse("agreements:create"), kind=kind.uuid, title_fr="Chaire matériaux")

    agreement = Agreement.objects.get(title_fr="Chaire matériaux")
    assert response.headers["Location"] == reverse("agreements:draft_parties", args=[agreement.uuid, 1])


def test_create_without_a_title_is_sent_back(client: Client) -> None:
    world = World()
    kind = AgreementKind.objects.get(code="mecenat")

    shown = refused(client, world.officer, reverse("agreements:create"), kind=kind.uuid, title_fr="")

    assert '<a href="#id_title_fr">Give the agreement a title.</a>' in shown


@pytest.mark.parametrize("name", ["nature", "parties", "commitments", "money", "term", "text", "review"])
def test_step_is_found_again(client: Client, name: str) -> None:
    world = World()

    shown = read(client, world.officer, step(world, f"draft_{name}"))

    assert "Draft, nothing is sent" in shown
    assert 'aria-current="step"' in shown


def test_party_known_by_its_name_joins(client: Client) -> None:
    world = World()
    entity = RelationshipFactory(host=world.host, entity__name="Gardon Énergies").entity

    send(client, world.officer, step(world, "draft_parties"), organisation="gardon énergies", capacity="partner")

    assert world.party(entity).terms.get().capacity == "partner"


def test_party_that_is_there_already_is_sent_back(client: Client) -> None:
    world = World()

    shown = refused(client, world.officer, step(world, "draft_parties"), organisation=world.company.name, capacity="donor")

    assert f"{world.company.name} is already a party." in shown


def test_fund_is_refused_and_its_umbrella_offered_in_one_gesture(client: Client) -> None:
    world = World()
    address = step(world, "draft_parties")
    send(client, world.officer, step(world, "draft_party", party_id=world.party(world.umbrella).uuid), remove="1")

    shown = refused(client, world.officer, address, organisation=world.fund.name, capacity="fund")
    assert f"{world.umbrella.name} signs</button>" in shown

    send(client, world.officer, address, organisation=world.fund.name, capacity="fund", umbrella_signs="1")
    assert world.party(world.umbrella).fund == world.fund


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"organisation": ""}, "Name the organisation."),
        ({"organisation": "Nobody knows it"}, "Filon knows no organisation called “Nobody knows it”"),
        ({"organisation": "Newcomer", "siren": "123 456 789", "kind": "company"}, "SIREN"),
    ],
)
def test_party_typed_wrong_is_sent_back(client: Client, typed: dict[str, str], sentence: str) -> None:
    world = World()

    shown = refused(client, world.officer, step(world, "draft_parties"), capacity="partner", **typed)

    assert sentence in shown
    assert world.draft.party_terms.count() == 3


def test_party_unknown_to_filon_is_recorded_with_its_siren(client: Client) -> None:
    world = World()
    typed = {"organisation": "Newcomer", "siren": "732 829 320", "kind": "company", "capacity": "partner"}

    send(client, world.officer, step(world, "draft_parties"), **typed)

    assert world.party(LegalEntity.objects.get(siren="732829320")).entity.name == "Newcomer"


def test_signatory_is_chosen_among_those_who_may_sign(client: Client) -> None:
    world = World()
    party, signatory = world.party(world.company), world.signatories[world.company.pk]
    typed = {"capacity": "donor", "signatory": str(signatory.uuid), "signing_group": "2"}

    send(
        client,
        world.officer,
        step(world, "draft_party", party_id=party.uuid),
        **{f"{party.uuid.hex}-{key}": value for key, value in typed.items()},
    )

    assert world.draft.party_terms.get(party=party).signatory == signatory


def test_usual_commitment_is_added_in_one_click_without_figures(client: Client) -> None:
    world = World()
    usual = world.agreement.kind.usual_commitments.get(what_fr="Visites de site")

    send(client, world.officer, step(world, "draft_usual_commitment", usual_id=usual.pk))

    term = world.draft.commitment_terms.get()
    assert (term.what_fr, term.quantity, term.unit_value_cents, term.due_rule) == ("Visites de site", None, None, {"kind": "unstated"})


def test_commitment_is_written_changed_and_removed(client: Client) -> None:
    world = World()
    send(client, world.officer, step(world, "draft_commitments"), **promise(world))
    term = world.draft.commitment_terms.get()
    assert (term.unit_value_cents, term.due_rule) == (240_000, {"kind": "once", "on": "2025-06-30"})

    one = {"commitment_id": term.commitment.uuid}
    rhythm = promise(world, due="every", every_first="2025-01-31", every_months="6", every_count="2")
    send(client, world.officer, step(world, "draft_commitment", **one), **rhythm)
    term.refresh_from_db()
    assert term.due_rule == {"kind": "every", "first": "2025-01-31", "months": 6, "count": 2}

    send(client, world.officer, step(world, "draft_commitment_remove", **one))
    assert not world.draft.commitment_terms.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what_fr": ""}, "Say what is promised."),
        ({"quantity": "-3"}, "“-3” is not a quantity"),
        ({"unit_value": "12,5O"}, "“12,5O” is not an amount in euros"),
        ({"unit_value": "-5"}, "A value is zero or more"),
        ({"once_on": ""}, "Say on which date."),
        ({"due": "every"}, "Say when the first one is due."),
        ({"due": "on_dates", "dates": "15/03/2025"}, "“15/03/2025” has no quantity"),
        ({"due": "on_dates", "dates": "15/03/2025 ; 1"}, "The split does not add up"),
    ],
)
def test_commitment_typed_wrong_is_sent_back(client: Client, changed: dict[str, str], sentence: str) -> None:
    world = World()
    world.set_term()

    shown = refused(client, world.officer, step(world, "draft_commitments"), **promise(world, **changed))

    assert sentence in shown
    assert not world.draft.commitment_terms.exists()


def test_commitment_of_a_party_to_itself_is_sent_back(client: Client) -> None:
    world = World()
    same = world.party(world.school).uuid

    shown = refused(client, world.officer, step(world, "draft_commitments"), **promise(world, creditor=same))

    assert "A party owes nothing to itself" in shown


def test_money_is_kept_in_cents_and_may_be_unstated(client: Client) -> None:
    world = World()
    typed = {"nature": "mecenat", "payer": world.party(world.company).uuid, "payee": world.party(world.school).uuid}

    send(client, world.officer, step(world, "draft_money"), **typed, amount="1 234,56")
    send(client, world.officer, step(world, "draft_money"), **typed)

    assert list(world.draft.money_lines.values_list("amount_cents", flat=True)) == [123_456, None]


def test_money_is_above_zero(client: Client) -> None:
    world = World()
    typed = {"nature": "mecenat", "payer": world.party(world.company).uuid, "payee": world.party(world.school).uuid}

    shown = refused(client, world.officer, step(world, "draft_money"), **typed, amount="-5")

    assert "The amount must be above zero" in shown
    assert not world.draft.money_lines.exists()


def test_term_that_ends_before_it_starts_suggests_three_years(client: Client) -> None:
    world = World()

    shown = refused(client, world.officer, step(world, "draft_term"), effective_from="2025-03-15", term_end="2024-03-03")

    assert "For three years: 15\u00a0March 2028." in shown


def test_clause_is_added_and_shown(client: Client) -> None:
    world = World()

    send(client, world.officer, step(world, "draft_text"), part="article", heading_fr="Confidentialité", text_fr="Rien ne sort.")

    assert "Rien ne sort." in read(client, world.officer, step(world, "draft_text"))


def test_review_says_what_is_missing_and_where(client: Client) -> None:
    world = World()

    shown = read(client, world.officer, step(world, "draft_review"))

    assert f'<a href="{step(world, "draft_term")}">Say on which day it takes effect.</a>' in shown
    assert step(world, "put_in_force") not in shown


def test_review_of_an_amendment_shows_what_it_changes(client: Client) -> None:
    world, _meetings, _payments = in_force()
    draft = world.amend(dt.date(2025, 6, 1))

    shown = read(client, world.officer, step(world, "draft_review", draft))

    assert "What this amendment changes" in shown
    assert "<del>1\u00a0January 2024</del>" in shown


def test_draft_is_withdrawn_with_a_reason(client: Client) -> None:
    world = World()
    assert "Say why: the reason stays in the register." in refused(client, world.officer, step(world, "withdraw"), reason="")

    send(client, world.officer, step(world, "withdraw"), reason="The company gave up.")

    assert world.agreement.versions.get().state == VersionState.WITHDRAWN


def test_draft_is_closed_to_the_partner(client: Client) -> None:
    world, _meetings, _payments = in_force()
    draft = world.amend(dt.date(2025, 6, 1))

    read(client, world.contact, step(world, "draft_review", draft), status=403)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUSTAINABILITY_OFFICER])
def test_draft_is_read_without_a_button_by_who_writes_nothing(client: Client, role: Role) -> None:
    world, _meetings, _payments = in_force()
    reader, draft = member(world.host, role), world.amend(dt.date(2025, 6, 1))

    shown = read(client, reader, step(world, "draft_review", draft))

    assert "What this amendment changes" in shown
    assert [name for name in ("draft_nature", "draft_parties", "put_in_force", "withdraw") if step(world, name, draft) in shown] == []
    assert step(world, "draft_review", draft) in read(client, reader, reverse("agreements:detail", args=[world.agreement.uuid]))
    assert send(client, reader, step(world, "withdraw", draft), reason="No").status_code == 403
    assert "<option" in read(client, reader, reverse("agreements:compare", args=[world.agreement.uuid]), a=str(draft.number))


def test_nature_changes_title_and_owner(client: Client) -> None:
    world = World()
    colleague = member(world.host, Role.ECONOMIC_DEVELOPMENT)

    response = send(client, world.officer, step(world, "draft_nature"), title_fr="Chaire", title_en="Chair", owner=colleague.uuid)

    world.agreement.refresh_from_db()
    assert response.headers["Location"] == step(world, "draft_parties")
    assert (world.agreement.title_fr, world.agreement.title_en, world.agreement.owner) == ("Chaire", "Chair", colleague)


def test_party_is_moved_up_and_down(client: Client) -> None:
    world = World()
    school, company, umbrella = (world.party(entity) for entity in (world.school, world.company, world.umbrella))

    send(client, world.officer, step(world, "draft_party_up", party_id=umbrella.uuid))
    assert list(world.agreement.parties.all()) == [school, umbrella, company]

    send(client, world.officer, step(world, "draft_party_down", party_id=school.uuid))
    assert list(world.agreement.parties.all()) == [umbrella, school, company]


def test_party_at_the_end_stays_there(client: Client) -> None:
    world = World()
    before = list(world.agreement.parties.all())

    response = send(client, world.officer, step(world, "draft_party_down", party_id=before[-1].uuid))

    assert (response.status_code, list(world.agreement.parties.all())) == (303, before)


def test_parties_offer_moves_only_to_those_that_no_signed_version_names(client: Client) -> None:
    world, _meetings, _payments = in_force()
    draft = world.amend(dt.date(2025, 6, 1))
    names = (reverse("agreements:draft_party_up", args=[world.agreement.uuid, 2, world.party(world.umbrella).uuid]), "Move up")

    shown = read(client, world.officer, step(world, "draft_parties", draft))

    assert [name for name in names if name in shown] == []
