"""Any PDF gets an answer: what it contains, and what its signatures are worth."""

import dataclasses
import io
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from filon.kernel.seal import Changes, Finding, FindingKind, HostKey, Level, Trust, host_key_revoke, inspect, own_trust, validate
from filon.kernel.seal import validation as module
from tests.kernel import papers
from tests.kernel.seal.conftest import HOST, Seal


def kinds(findings: tuple[Finding, ...]) -> set[FindingKind]:
    return {finding.kind for finding in findings}


def signed_elsewhere(pdf: bytes, key: HostKey, digest: str = "sha256") -> bytes:
    """A signature of the older kind, as other programs make them."""
    pkcs8 = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    chain = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (key.certificate, *key.chain)]
    store = SimpleCertificateStore.from_certs(chain)
    signer = signers.SimpleSigner(signing_cert=chain[0], signing_key=asn1_keys.PrivateKeyInfo.load(pkcs8), cert_registry=store)
    metadata = signers.PdfSignatureMetadata(field_name="Signature1", md_algorithm=digest)
    return bytes(signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=signer).getvalue())


def test_sealed_paper_is_ours_and_untouched(sealed: Seal) -> None:
    found = validate(sealed(), trust=own_trust())

    assert (found.is_ours, found.is_untouched, found.is_plain, found.pages, found.findings) == (True, True, True, 1, ())
    assert (found.signatures[0].is_intact, found.signatures[0].is_trusted, found.signatures[0].is_demo) == (True, True, False)


def test_measures_are_those_of_the_bytes(sealed: Seal) -> None:
    pdf = sealed()

    found = validate(pdf, trust=own_trust())

    assert (found.size, len(found.sha256)) == (len(pdf), 64)


def test_paper_without_a_signature_is_neither(sealed: Seal) -> None:
    found = validate(papers.paper(), trust=own_trust())

    assert (found.is_ours, found.is_untouched, found.is_plain, found.signatures) == (False, False, True, ())
    assert found.findings == (Finding(FindingKind.UNSIGNED),)


def test_seal_of_another_installation_is_sound_but_unknown(sealed: Seal) -> None:
    found = validate(sealed(), trust=Trust())

    assert (found.is_untouched, found.is_ours, found.signatures[0].is_trusted) == (True, False, False)
    assert found.findings == (Finding(FindingKind.UNKNOWN_ISSUER, "first"),)


def test_seal_of_an_authority_that_we_trust_is_not_ours(sealed: Seal) -> None:
    ours = own_trust()

    found = validate(sealed(), trust=Trust(others=ours.ours))

    assert (found.signatures[0].is_trusted, found.signatures[0].is_ours, found.is_ours) == (True, False, False)


def test_older_kind_of_signature_is_read(key: HostKey) -> None:
    found = validate(signed_elsewhere(papers.paper(), key), trust=own_trust())

    assert found.is_untouched is True
    assert (found.signatures[0].level, found.signatures[0].certifies) == (Level.OTHER, False)


def test_forgeable_signature_is_told(key: HostKey) -> None:
    found = validate(signed_elsewhere(papers.paper(), key, digest="sha1"), trust=own_trust())

    assert FindingKind.WEAK in kinds(found.findings)
    assert found.signatures[0].is_trusted is False


def test_flipped_byte_breaks_the_signature(sealed: Seal) -> None:
    pdf = sealed()

    found = validate(papers.flipped(pdf, papers.place_in_a_page(pdf)), trust=own_trust())

    assert (found.is_untouched, found.is_ours) == (False, False)
    assert kinds(found.findings) & {FindingKind.BROKEN_SIGNATURE, FindingKind.UNREADABLE}


@pytest.mark.parametrize("change", [papers.with_page, papers.with_words, papers.with_form, papers.with_script, papers.with_embedded_file])
def test_what_is_added_after_a_seal_is_told(sealed: Seal, change: object) -> None:
    found = validate(change(sealed()), trust=own_trust())  # type: ignore[operator]

    assert found.is_untouched is False
    assert FindingKind.CHANGED_AFTER in kinds(found.findings)
    assert (found.signatures[0].is_intact, found.signatures[0].changes) == (True, Changes.FORBIDDEN)


@pytest.mark.parametrize("more", [b"\n% something else\n", b"\n% something\nstartxref\nSTART\n%%EOF\n"])
def test_bytes_after_the_end_are_told(sealed: Seal, more: bytes) -> None:
    pdf = sealed()
    start = pdf[pdf.rindex(b"startxref") :].split()[1]

    found = validate(pdf + more.replace(b"START", start), trust=own_trust())

    assert (found.is_untouched, found.is_ours, found.signatures[0].changes) == (False, False, Changes.FORBIDDEN)
    assert Finding(FindingKind.CHANGED_AFTER, "first") in found.findings


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (papers.with_script, Finding(FindingKind.SCRIPT, "JavaScript")),
        (papers.with_launch, Finding(FindingKind.ACTION, "/Launch")),
        (papers.with_form, Finding(FindingKind.FORM, "montant")),
        (papers.with_embedded_file, Finding(FindingKind.EMBEDDED_FILE, "facture.exe")),
    ],
)
def test_what_a_paper_does_not_contain_is_named(change: object, finding: Finding) -> None:
    found = inspect(change(papers.paper()))  # type: ignore[operator]

    assert finding in found.findings
    assert (found.is_readable, found.is_plain) == (True, False)


def test_plain_paper_has_nothing_to_say() -> None:
    found = inspect(papers.paper('#link("https://example.org")[lien] #outline() == Un\nTexte #pagebreak() == Deux'))

    assert (found.findings, found.pages, found.is_plain) == ((), 2, True)


def test_encrypted_pdf_is_told() -> None:
    found = validate(papers.encrypted(papers.paper()), trust=own_trust())

    assert (kinds(found.findings), found.is_readable, found.pages) == ({FindingKind.ENCRYPTED}, False, 0)


def test_truncated_pdf_is_told(sealed: Seal) -> None:
    pdf = sealed()

    found = validate(pdf[: len(pdf) // 3], trust=own_trust())

    assert FindingKind.TRUNCATED in kinds(found.findings)
    assert found.is_untouched is False


def test_pdf_cut_in_its_seal_is_told(sealed: Seal) -> None:
    paper = papers.paper()

    found = validate(sealed(paper)[: len(paper) + 500], trust=own_trust())

    assert kinds(found.findings) == {FindingKind.TRAILING, FindingKind.UNSIGNED}


@pytest.mark.parametrize("content", [b"", b"<html><body>%PDF-1.7</body></html>", b"PK\x03\x04", b"\x00%PDF-1.7"])
def test_disguised_file_is_told(content: bytes) -> None:
    assert inspect(content).findings == (Finding(FindingKind.NOT_A_PDF),)


def test_pdf_of_more_than_20_mb_is_told_unread() -> None:
    assert inspect(papers.paper() + bytes(module.LARGEST)).findings == (Finding(FindingKind.TOO_LARGE),)


def test_pdf_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POOL", dataclasses.replace(module.POOL, function="tests.kernel.confined.jobs:burn", seconds=1))

    assert inspect(papers.paper()).findings == (Finding(FindingKind.TOO_HEAVY),)


def test_revoked_key_is_told(sealed: Seal) -> None:
    pdf = sealed()
    host_key_revoke(HOST)

    found = validate(pdf, trust=own_trust())

    assert found.findings == (Finding(FindingKind.REVOKED, "first"),)
    assert (found.is_ours, found.is_untouched) == (False, False)


def test_certificate_that_has_ended_is_told(sealed: Seal, key: HostKey) -> None:
    found = validate(sealed(), trust=own_trust(), at=key.certificate.not_valid_after_utc + timedelta(days=1))

    assert found.findings == (Finding(FindingKind.NOT_VALID_THEN, "first"),)
    assert found.signatures[0].is_intact is True


def test_seal_holds_after_ten_years(sealed: Seal) -> None:
    found = validate(sealed(), trust=own_trust(), at=datetime.now(UTC) + timedelta(days=3653))

    assert found.is_ours is True


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    for language in ("en", "fr"):
        with translation.override(language):
            sentences = {Finding(kind, "x").sentence for kind in FindingKind}
        assert len(sentences) == len(FindingKind)
    with translation.override("fr"):
        assert Finding(FindingKind.UNSIGNED).sentence == "Ce PDF ne porte aucune signature électronique."


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=some.floats(0, 1, exclude_max=True), bit=some.integers(0, 7))
def test_any_changed_bit_is_an_answer_and_never_ours(sealed: Seal, place: float, bit: int) -> None:
    pdf = bytearray(sealed())
    covered = bytes(pdf).rindex(b"/Contents <")
    pdf[int(place * covered)] ^= 1 << bit

    found = validate(bytes(pdf), trust=own_trust())

    assert found.is_untouched is False
