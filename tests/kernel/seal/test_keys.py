"""Keys of hosts: made once, kept from others, marked in a demo, replaced before they are too old to prove anything."""

import stat
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone

from filon.kernel.seal import HostKey, certificates, host_key, host_key_revoke, keys, own_trust
from filon.kernel.seal.commands import COMMANDS
from filon.kernel.seal.trust import certificates_of
from tests.kernel.seal.conftest import HOST


def common_name(key: HostKey) -> str:
    return str(key.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def test_key_is_made_once_and_found_again(key: HostKey) -> None:
    assert host_key(HOST, "Another name").certificate == key.certificate


def test_keys_of_two_hosts_differ_under_one_authority(key: HostKey) -> None:
    other = host_key(uuid4(), "École de la Loire")

    assert other.certificate != key.certificate
    assert other.chain == key.chain == (keys.authority()[1],)


def test_key_is_of_p256_and_its_certificate_signs_documents_only(key: HostKey) -> None:
    usage = key.certificate.extensions.get_extension_for_class(x509.KeyUsage).value

    assert isinstance(key.private.curve, ec.SECP256R1)
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign, usage.key_encipherment) == (True, True, False, False)
    assert key.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    key.certificate.verify_directly_issued_by(key.chain[0])


def test_certificate_names_the_host_by_name_and_uuid(key: HostKey) -> None:
    assert common_name(key) == "École du Gardon"
    assert key.certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == str(HOST)


def test_long_name_is_cut_to_what_a_certificate_holds() -> None:
    assert common_name(host_key(uuid4(), "École " * 30)) == ("École " * 9).strip()


def test_keys_are_closed_to_others(key: HostKey, tmp_path: Path) -> None:
    folder = tmp_path / "secrets" / "seals"

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {file.name for file in folder.iterdir()} == {"authority.pem", f"{HOST}.pem"}


def test_private_key_is_never_shown(key: HostKey) -> None:
    assert "private" not in repr(key)


def test_several_askers_get_one_key() -> None:
    content = iter([b"one", b"two", b"three", b"four"])
    path = keys.folder() / "some.pem"

    with ThreadPoolExecutor(4) as askers:
        list(askers.map(lambda _number: keys._write_first(path, lambda: next(content)), range(4)))

    assert path.read_bytes() in (b"one", b"two", b"three", b"four")
    assert [file.name for file in keys.folder().iterdir()] == ["some.pem"]


def test_key_of_five_years_is_replaced_and_its_seals_hold_ten_more(key: HostKey, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + keys.SEALS_FOR + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    replaced = host_key(HOST, "École du Gardon")

    assert replaced.certificate.serial_number != key.certificate.serial_number
    assert key.certificate.not_valid_after_utc - later > timedelta(days=3653)


def test_key_that_an_operator_brings_is_used_and_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    host_key(HOST, "École")
    brought = (keys.folder() / f"{HOST}.pem").read_bytes()
    (keys.folder() / "authority.pem").unlink()
    monkeypatch.setattr(timezone, "now", lambda: keys._read(HOST, keys.folder() / f"{HOST}.pem").certificate.not_valid_after_utc)
    (keys.folder() / "authority.pem").write_bytes(brought_authority("Autre autorité"))

    assert certificates_of(brought)[0] == host_key(HOST, "École").certificate.public_bytes(Encoding.DER)


def brought_authority(name: str) -> bytes:
    key = certificates.new_key()
    now = timezone.now()
    return keys._pem(key, certificates.authority_certificate(key, name=name, start=now, end=now + timedelta(days=9000)))


@pytest.mark.parametrize("kind", ["rsa", "other"])
def test_file_that_is_no_p256_key_is_refused(key: HostKey, kind: str) -> None:
    path = keys.folder() / f"{HOST}.pem"
    private = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(pem + key.certificate.public_bytes(Encoding.PEM))

    with pytest.raises(ValueError, match=str(HOST)):
        host_key(HOST, "École")


def test_key_of_a_demo_says_so_and_stays_apart(in_a_demo: None, tmp_path: Path) -> None:
    key = host_key(HOST, "École du Gardon")

    assert key.is_demo is True
    assert common_name(key) == "DEMO – École du Gardon"
    assert "DEMO" in key.chain[0].subject.rfc4514_string()
    assert sorted(folder.name for folder in (tmp_path / "secrets").iterdir()) == ["seals-demo"]
    assert key.certificate.not_valid_before_utc < timezone.now() - timedelta(days=365 * 10)


def test_key_of_a_school_is_not_a_demo_s(key: HostKey) -> None:
    assert key.is_demo is False


def command(*words: str) -> int:
    found = next(one for one in COMMANDS if one.words == words[:2])
    parser = ArgumentParser()
    found.arguments(parser)
    return found.run(parser.parse_args(words[2:]))


def test_list_names_each_host_and_no_secret(key: HostKey, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("seal", "list") == 0

    said = capsys.readouterr().out
    assert said.startswith(f"{HOST}  {key.certificate.not_valid_after_utc.date()}  ")
    assert (said.count("\n"), "PRIVATE" in said) == (1, False)


def test_authority_is_given_without_its_key(key: HostKey, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("seal", "authority") == 0

    assert capsys.readouterr().out == key.chain[0].public_bytes(Encoding.PEM).decode()


def test_revoke_of_an_unknown_host_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("seal", "revoke", str(HOST)) == 1

    assert capsys.readouterr().err.startswith(f"{HOST} has no key here")


def test_revoke_of_a_host_takes_its_key_away(key: HostKey, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("seal", "revoke", str(HOST)) == 0

    assert list(keys.revoked()) == [key.certificate.serial_number]


def test_revoked_key_is_listed_and_another_takes_its_place(key: HostKey) -> None:
    host_key_revoke(HOST)

    listed = x509.load_der_x509_crl(own_trust().revocations[0])
    assert listed.is_signature_valid(key.chain[0].public_key())  # type: ignore[arg-type]
    assert listed.get_revoked_certificate_by_serial_number(key.certificate.serial_number) is not None
    assert host_key(HOST, "École du Gardon").certificate.serial_number != key.certificate.serial_number
