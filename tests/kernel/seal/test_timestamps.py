"""Seals with a time-stamp prove their moment by themselves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from filon.kernel.outbound import Unreachable
from filon.kernel.seal import Finding, FindingKind, HostKey, Level, Trust, own_trust, timestamps, validate
from tests.kernel.seal import authority as authorities
from tests.kernel.seal.authority import Authority
from tests.kernel.seal.conftest import Seal

pytestmark = pytest.mark.slow


@pytest.fixture
def authority(settings: Settings, tmp_path: Path) -> Iterator[Authority]:
    with authorities.running() as found:
        roots = tmp_path / "roots.pem"
        roots.write_bytes(found.pem)
        settings.TSA_URL, settings.TSA_ROOTS = f"{found.url}/stamp", roots
        settings.OUTBOUND_ALLOWED_HOSTS = ("127.0.0.1",)
        yield found


def test_stamped_seal_carries_its_proof(authority: Authority, sealed: Seal) -> None:
    found = validate(sealed(), trust=own_trust())

    assert found.findings == ()
    assert (found.is_ours, found.signatures[0].level) == (True, Level.B_LT)
    assert found.signatures[0].stamped_at is not None


def test_authority_is_asked_for_its_revocations_too(authority: Authority, sealed: Seal) -> None:
    sealed()

    assert set(authority.asked) == {"/stamp", "/revoked.crl"}


def test_stamped_seals_in_turn_all_hold(authority: Authority, sealed: Seal) -> None:
    pdf = sealed(sealed(sealed(), field_name="second"), field_name="last", closes=True)

    found = validate(pdf, trust=own_trust())

    assert (found.is_ours, found.findings) == (True, ())
    assert [one.level for one in found.signatures] == [Level.B_LT] * 3


def test_stamped_seal_holds_after_its_certificate_has_ended(authority: Authority, sealed: Seal, key: HostKey) -> None:
    later = key.certificate.not_valid_after_utc + timedelta(days=365)

    found = validate(sealed(), trust=own_trust(), at=later)

    assert (found.is_ours, found.findings) == (True, ())


def test_stamp_of_an_unknown_authority_proves_no_moment(authority: Authority, sealed: Seal) -> None:
    ours = own_trust()

    found = validate(sealed(), trust=Trust(ours=ours.ours, revocations=ours.revocations))

    assert found.findings == (Finding(FindingKind.UNTRUSTED_TIME, "first"),)
    assert (found.signatures[0].stamped_at, found.signatures[0].level) == (None, Level.B_B)


@pytest.mark.parametrize(("status", "kind"), [(500, "application/timestamp-reply"), (200, "text/html")])
def test_authority_that_gives_no_stamp_is_told(authority: Authority, sealed: Seal, status: int, kind: str) -> None:
    authority.status, authority.kind = status, kind

    with pytest.raises(Unreachable, match="gives no time-stamp"):
        sealed()


def test_authority_of_a_private_network_is_not_asked(authority: Authority, sealed: Seal, settings: Settings) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = ()

    with pytest.raises(Unreachable, match="private network"):
        sealed()

    assert authority.asked == []


def test_demo_asks_nobody_and_seals_without_a_stamp(authority: Authority, in_a_demo: None, sealed: Seal) -> None:
    found = validate(sealed(), trust=own_trust())

    assert authority.asked == []
    assert found.signatures[0].level is Level.B_B


def test_demo_seal_is_told_as_such(in_a_demo: None, sealed: Seal) -> None:
    found = validate(sealed(), trust=own_trust())

    assert found.signatures[0].is_demo is True
    assert Finding(FindingKind.DEMO, "first") in found.findings


def test_without_an_authority_nobody_is_asked(settings: Settings) -> None:
    assert timestamps.time_stamper() is None
    assert timestamps.long_term(None) == {}
