"""The demo tells one coherent story, and nothing untrue under a real name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from filon.agreements.models import Agreement, AgreementVersion, CommitmentTerm, Delivery, DueItem, MoneyLine, Renewal, Signature
from filon.agreements.queries.sums import sums_by_side
from filon.agreements.states import DeliveryState, VersionState
from filon.giving.models import AnnualDeclaration, Instalment, Pledge, ReceiptCancellation, TaxReceipt
from filon.giving.queries.instalments import with_state
from filon.giving.queries.where import where_it_went
from filon.kernel import verify
from filon.kernel.demo import is_demo
from filon.kernel.errors import Refused
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Movement, Receivable, Unmatch
from filon.people.models import Host, Membership, User
from filon.people.roles import Role
from filon.site import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def story() -> None:
    demo.load(seed=demo.USUAL_SEED)


@pytest.mark.slow
def test_demo_whole_story() -> None:
    """One load, every property of the story: loading takes seconds."""
    assert is_demo()
    violated = [f"{result.name}: {result.violations[0]}" for result in verify.run() if result.violations]
    assert violated == []
    check_pilot()
    check_twin()
    check_money()
    check_persons()
    with pytest.raises(Refused):
        demo.load(seed=demo.USUAL_SEED)


def check_pilot() -> None:
    """Four agreements under real names: no amount, no due date, no delivery, no signatory."""
    real = Agreement.objects.filter(host__is_invented=False)
    states = dict(AgreementVersion.objects.filter(agreement__in=real).values_list("agreement__reference", "state"))
    assert states == {
        "MEC-2022-001": VersionState.ENDED,
        "ACA-2017-001": VersionState.IN_FORCE,
        "CIV-2021-001": VersionState.IN_FORCE,
        "CIV-2023-001": VersionState.ENDED,
    }
    assert all(agreement.provenance_fr and agreement.provenance_en for agreement in real)
    assert list(MoneyLine.objects.filter(version__agreement__in=real).values_list("amount_cents", flat=True)) == [None]
    assert not CommitmentTerm.objects.filter(version__agreement__in=real, quantity__isnull=False).exists()
    for empty in (DueItem, Delivery):
        assert not empty.objects.filter(commitment__agreement__in=real).exists()
    for empty in (Signature, Renewal):
        assert not empty.objects.filter(version__agreement__in=real).exists()


def check_twin() -> None:
    """Late, contested, amended, renewed, ended, being written: all of it, today."""
    twin = Agreement.objects.filter(host__is_invented=True)
    main = twin.get(title_fr="Mécénat Gardon Énergies")
    sums = sums_by_side(list(twin.values_list("pk", flat=True)), today=timezone.localdate())
    assert sum(side.items_late > 0 for side in sums[main.pk]) == 3
    assert Delivery.objects.filter(commitment__agreement=main, state=DeliveryState.CONTESTED).count() == 1
    assert [version.state for version in main.versions.all()] == [VersionState.ENDED, VersionState.IN_FORCE]
    assert main.parties.filter(fund__isnull=False).count() == 1
    assert Renewal.objects.filter(version__agreement__in=twin).count() == 2
    assert AgreementVersion.objects.filter(agreement__in=twin, state=VersionState.DRAFT).count() == 1
    first = Delivery.objects.filter(commitment__agreement=main).order_by("declared_at").first()
    assert first is not None
    assert first.declared_at.date() < timezone.localdate() - dt.timedelta(days=700)


def check_money() -> None:
    """Nothing of real names; for the invented school every kind of event, and half of the euros of the fund with an outcome."""
    assert not Pledge.objects.filter(host__is_invented=False).exists()
    assert not Receivable.objects.filter(host__is_invented=False).exists()
    assert (TaxReceipt.objects.count(), ReceiptCancellation.objects.count(), AnnualDeclaration.objects.count()) == (12, 1, 2)
    assert (Unmatch.objects.count(), Movement.objects.filter(kind=MovementKind.REFUND).count()) == (1, 1)
    pledge = Pledge.objects.get(agreement__title_fr="Mécénat Gardon Énergies")
    states = list(instalments_of(pledge).order_by("due_on", "id").values_list("state_now", flat=True))
    assert states == ["paid"] * 6 + ["called", "planned"]
    anne = User.objects.get(name="Anne Roumégous")
    assert where_it_went(anne, fund_id=pledge.fund.uuid).whole.attributed == 14_460_000


def instalments_of(pledge: Pledge) -> QuerySet[Instalment]:
    """Those in force, each with where it stands."""
    return with_state(pledge.instalments.filter(retired_by=None), timezone.localdate())


def check_persons() -> None:
    """Every role of the school is played by somebody, and three people sign in for partners."""
    twin = Host.objects.get(is_invented=True)
    played = set(Membership.objects.filter(host=twin).values_list("role", flat=True))
    assert played == set(Role)
    assert User.objects.filter(accesses__isnull=False).distinct().count() == 3
    real = Membership.objects.filter(host__is_invented=False).select_related("user")
    assert all("personne inventée" in membership.user.name for membership in real)
