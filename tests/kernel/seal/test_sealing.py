"""Seals are added after what is there, and say who, when, where and why."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from filon.kernel.seal import CannotSeal, Changes, Level, own_trust, validate
from tests.kernel import papers
from tests.kernel.seal.conftest import WHEN, Seal


def test_seal_adds_and_touches_nothing(sealed: Seal) -> None:
    paper = papers.paper()

    once = sealed(paper)
    twice = sealed(once, field_name="second")

    assert once.startswith(paper)
    assert twice.startswith(once)


def test_seal_says_who_when_where_and_why(sealed: Seal) -> None:
    paris = WHEN.astimezone(timezone(timedelta(hours=1)))

    found = validate(sealed(when=paris, signer_name="Zoé Łukasz", place="Alès", reason="Convention GAR-2026-014"), trust=own_trust())

    [signature] = found.signatures
    assert (signature.declared_name, signature.place, signature.reason) == ("Zoé Łukasz", "Alès", "Convention GAR-2026-014")
    assert (signature.signer, signature.issuer) == ("École du Gardon", "Filon – 127.0.0.1:8000")
    assert signature.declared_at == WHEN
    assert (signature.level, signature.stamped_at) == (Level.B_B, None)


def test_moment_of_a_seal_is_the_one_given_and_no_other(sealed: Seal) -> None:
    paper = papers.paper()

    added = sealed(paper, when=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))[len(paper) :]

    assert set(re.findall(rb"20\d{12}(?=Z|\+|\\|\))", added)) == {b"20200102030405"}


def test_properties_and_standards_of_the_paper_stay(sealed: Seal) -> None:
    paper = papers.paper()
    added = sealed(paper)[len(paper) :]

    assert b"/Producer" not in added
    assert b"rdf:RDF" not in added


def test_first_seal_certifies_and_later_ones_only_sign(sealed: Seal) -> None:
    pdf = sealed(sealed(), field_name="second")

    first, second = validate(pdf, trust=own_trust()).signatures

    assert (first.certifies, first.changes, first.covers_whole_file) == (True, Changes.ALLOWED, False)
    assert (second.certifies, second.changes, second.covers_whole_file) == (False, Changes.NONE, True)


def test_six_seals_in_turn_all_hold(sealed: Seal) -> None:
    pdf = papers.paper()
    for number in range(6):
        pdf = sealed(pdf, field_name=f"signature-{number}", closes=number == 5)

    found = validate(pdf, trust=own_trust())

    assert found.is_ours is True
    assert [one.field_name for one in found.signatures] == [f"signature-{number}" for number in range(6)]
    assert found.findings == ()


def test_nothing_is_sealed_after_the_last_seal(sealed: Seal) -> None:
    closed = sealed(sealed(), field_name="last", closes=True)
    closed_at_once = sealed(closes=True)

    for pdf in (closed, closed_at_once):
        with pytest.raises(CannotSeal, match="closes this PDF"):
            sealed(pdf, field_name="too-late")


def test_field_is_signed_once(sealed: Seal) -> None:
    with pytest.raises(CannotSeal, match="already carries the signature “first”"):
        sealed(sealed())


@pytest.mark.parametrize("name", ["", "a b", "é", "a.b", "x" * 65])
def test_name_of_a_field_is_plain(sealed: Seal, name: str) -> None:
    with pytest.raises(ValueError, match="the name of a field"):
        sealed(field_name=name)


def test_moment_has_a_zone(sealed: Seal) -> None:
    with pytest.raises(ValueError, match="zone"):
        sealed(when=WHEN.replace(tzinfo=None))


@pytest.mark.parametrize("pdf", [b"%PDF-1.7\nnothing", b"<html></html>", papers.paper()[:2000]])
def test_damaged_pdf_is_refused_with_a_sentence(sealed: Seal, pdf: bytes) -> None:
    with pytest.raises(CannotSeal, match="it is damaged"):
        sealed(pdf)
