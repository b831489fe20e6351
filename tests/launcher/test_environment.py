"""What the operator may write in the environment, and the sentence for what makes no sense."""

from pathlib import Path

import pytest

from filon.launcher import environment
from filon.launcher.addresses import Bucket
from filon.launcher.errors import CannotStart


def test_read_empty_environment_gives_one_machine() -> None:
    found = environment.read({})

    assert (found.port, found.base_url, found.var) == (8000, "http://127.0.0.1:8000", Path.cwd() / "var")
    assert (found.database_url, found.owner_url, found.debug, found.is_https) == (None, None, False, False)
    assert found.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")


def test_read_one_database_address_serves_both_roles() -> None:
    found = environment.read({"DATABASE_URL": "postgres://a:b@db/filon"})

    assert found.owner_url == "postgres://a:b@db/filon"


def test_read_public_address_is_allowed_and_secure() -> None:
    found = environment.read({"FILON_BASE_URL": "https://filon.example.org/", "FILON_ALLOWED_HOSTS": "other.example.org"})

    assert found.base_url == "https://filon.example.org"
    assert found.is_https is True
    assert found.allowed_hosts[:2] == ("other.example.org", "filon.example.org")


def test_read_bucket_is_taken_apart() -> None:
    found = environment.read({"FILES_URL": "s3://key:s%2Fcret@s3.example.org/filon/kept/here?region=gra"})

    assert found.bucket == Bucket("https://s3.example.org", "filon", "key", "s/cret", "gra", "kept/here")


def test_read_bucket_may_be_plain_where_nothing_encrypts() -> None:
    found = environment.read({"FILES_URL": "s3+http://key:secret@127.0.0.1:9000/filon"})

    assert found.bucket == Bucket("http://127.0.0.1:9000", "filon", "key", "secret", "us-east-1", "")


def test_read_listening_elsewhere_answers_to_that_address() -> None:
    found = environment.read({"FILON_LISTEN": "10.0.0.5"})

    assert (found.listen, found.reached_at, "10.0.0.5" in found.allowed_hosts) == ("10.0.0.5", "10.0.0.5", True)


def test_read_listening_everywhere_is_reached_on_this_machine() -> None:
    found = environment.read({"FILON_LISTEN": "0.0.0.0"})

    assert (found.reached_at, "0.0.0.0" in found.allowed_hosts) == ("127.0.0.1", False)


def test_read_logs_are_for_a_collector_behind_https_and_for_people_elsewhere() -> None:
    urls = ("https://filon.example.org", "http://127.0.0.1:8000")

    assert [environment.read({"FILON_BASE_URL": url}).logs for url in urls] == ["json", "text"]
    assert environment.read({"FILON_BASE_URL": urls[0], "FILON_LOGS": "text"}).logs == "text"


def test_read_time_stamp_authority() -> None:
    found = environment.read({"FILON_TSA_URL": "https://tsa.example.org/stamp", "FILON_TSA_ROOTS": __file__})

    assert (found.tsa_url, found.tsa_roots) == ("https://tsa.example.org/stamp", Path(__file__))


@pytest.mark.parametrize(
    ("variables", "beginning"),
    [
        ({"FILON_LISTEN": "filon.example.org"}, "FILON_LISTEN is “filon.example.org”"),
        ({"FILON_LOGS": "xml"}, "FILON_LOGS is “xml”"),
        ({"FILON_REQUEST_SECONDS": "0"}, "FILON_REQUEST_SECONDS is “0”"),
        ({"FILES_URL": "s3://host/bucket"}, "FILES_URL is not"),
        ({"FILES_URL": "https://key:secret@host/bucket"}, "FILES_URL is not"),
        ({"FILES_URL": "s3://key:secret@host/"}, "FILES_URL is not"),
        ({"PORT": "eight"}, "PORT is “eight”"),
        ({"PORT": "0"}, "PORT is “0”"),
        ({"PORT": "65536"}, "PORT is “65536”"),
        ({"FILON_DEBUG": "yes"}, "FILON_DEBUG is “yes”"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL is not"),
        ({"DATABASE_URL": "postgres://host"}, "DATABASE_URL is not"),
        ({"DATABASE_OWNER_URL": "postgres://host/name"}, "DATABASE_OWNER_URL is set without"),
        ({"FILON_BASE_URL": "filon.example.org"}, "FILON_BASE_URL is “filon.example.org”"),
        ({"FILON_BASE_URL": "https://example.org/filon"}, "FILON_BASE_URL is “https://example.org/filon”"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL is not"),
        ({"FILON_TSA_URL": "tsa.example.org", "FILON_TSA_ROOTS": __file__}, "FILON_TSA_URL is not an address"),
        ({"FILON_BOUNCES": "/nowhere/mail"}, "FILON_BOUNCES is “/nowhere/mail”"),
        ({"FILON_SIGN_FOLDER": "/nowhere/drop"}, "FILON_SIGN_FOLDER is “/nowhere/drop”"),
        ({"FILON_SIGN_PROVIDERS": "nothing"}, "FILON_SIGN_PROVIDERS names “nothing”"),
        ({"FILON_SIGN_PROVIDERS": "nowhere.to.be.Found"}, "FILON_SIGN_PROVIDERS names “nowhere.to.be.Found”"),
        ({"FILON_TSA_URL": "https://tsa.example.org"}, "FILON_TSA_URL and FILON_TSA_ROOTS go together"),
        ({"FILON_TSA_ROOTS": __file__}, "FILON_TSA_URL and FILON_TSA_ROOTS go together"),
        ({"FILON_TSA_URL": "https://tsa.example.org", "FILON_TSA_ROOTS": "/nowhere.pem"}, "FILON_TSA_ROOTS is “/nowhere.pem”"),
    ],
)
def test_read_refuses_with_a_sentence(variables: dict[str, str], beginning: str) -> None:
    with pytest.raises(CannotStart) as refusal:
        environment.read(variables)

    assert str(refusal.value).startswith(beginning)


def test_places_of_mail_and_signature_are_those_named(tmp_path: Path) -> None:
    given = {
        "FILON_BOUNCES": str(tmp_path),
        "FILON_SIGN_FOLDER": str(tmp_path),
        "FILON_SIGN_PROVIDERS": "filon.agreements.providers.FileDrop",
    }

    found, without = environment.read(given), environment.read({})

    assert (found.bounces, found.sign_folder, found.sign_providers) == (tmp_path, tmp_path, ("filon.agreements.providers.FileDrop",))
    assert (without.bounces, without.sign_folder, without.sign_providers) == (None, None, ())
