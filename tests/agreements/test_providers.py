"""What every provider of signatures keeps to. A provider of your own passes too: FILON_PROVIDER_RIG=package.module:Rig."""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils.module_loading import import_string
from pytest_django import Settings

from filon.agreements.providers import Absent, Envelope, Signatory, Stage, installed, provider_of
from filon.kernel.errors import Refused
from tests.agreements.rigs import FileDropRig, Rig

OWN = os.environ.get("FILON_PROVIDER_RIG", "").replace(":", ".")
RIGS: list[type[Rig]] = [FileDropRig, *([import_string(OWN)] if OWN else [])]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(params=RIGS, ids=lambda rig: rig.__name__)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    made: Rig = request.param(tmp_path)
    return made


def envelope(pdf: bytes = PDF) -> Envelope:
    people = (
        Signatory(uuid4().hex, "Hélène Marchand", "h@example.org", "directrice", "Forges", 1),
        Signatory(uuid4().hex, "Karim Haddad", "k@example.org", "président", "Fondation", 2),
    )
    return Envelope(uuid4().hex, "Mécénat “forges” / 2026", "fr", "Merci.\nÀ bientôt.", pdf, people)


def test_provider_has_a_code_that_can_be_kept_and_a_label(rig: Rig) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,40}", rig.provider.code)
    assert str(rig.provider.label)


def test_document_arrives_to_the_byte_with_those_who_sign(rig: Rig) -> None:
    sent = envelope()

    reference = rig.provider.send(sent)

    assert rig.found() == [reference]
    assert 0 < len(reference) <= 200
    assert rig.document(reference) == PDF
    assert rig.names(reference) == ["Hélène Marchand", "Karim Haddad"]
    assert rig.provider.state(reference).stage is Stage.OUT


def test_sent_twice_it_is_there_once(rig: Rig) -> None:
    sent = envelope()

    first, second = rig.provider.send(sent), rig.provider.send(sent)

    assert (first, rig.found()) == (second, [first])


def test_signed_file_comes_back_to_the_byte_each_time(rig: Rig) -> None:
    reference = rig.provider.send(envelope())
    rig.give_back(reference, PDF + b"signed\n%%EOF\n")

    state, first, second = rig.provider.state(reference), rig.provider.fetch(reference), rig.provider.fetch(reference)

    assert state.stage is Stage.SIGNED
    assert first.content == second.content == PDF + b"signed\n%%EOF\n"


def test_nothing_is_fetched_before_it_is_signed(rig: Rig) -> None:
    reference = rig.provider.send(envelope())

    with pytest.raises(Refused):
        rig.provider.fetch(reference)


def test_refusal_comes_back_with_its_words(rig: Rig) -> None:
    reference = rig.provider.send(envelope())
    rig.refuse(reference, "Le conseil décide en mai.")

    state = rig.provider.state(reference)

    assert (state.stage, state.words) == (Stage.REFUSED, "Le conseil décide en mai.")


def test_withdrawn_it_stays_so_whatever_arrives(rig: Rig) -> None:
    reference = rig.provider.send(envelope())

    rig.provider.withdraw(reference)
    rig.provider.withdraw(reference)
    rig.give_back(reference, PDF)

    assert (rig.provider.state(reference).stage, rig.found()) == (Stage.WITHDRAWN, [])


def test_two_sendings_do_not_mix(rig: Rig) -> None:
    first, second = rig.provider.send(envelope()), rig.provider.send(envelope(PDF + b"other\n%%EOF\n"))
    rig.give_back(second, PDF)

    assert rig.document(first) != rig.document(second)
    assert [rig.provider.state(each).stage for each in (first, second)] == [Stage.OUT, Stage.SIGNED]


@pytest.mark.parametrize("reference", ["", "nothing", "0" * 32, "../../etc/passwd", "é" * 300])
def test_reference_it_never_gave_is_refused(rig: Rig, reference: str) -> None:
    for act in (rig.provider.state, rig.provider.fetch, rig.provider.withdraw):
        with pytest.raises(Refused):
            act(reference)


def test_folder_drops_both_files_at_once_and_clears_what_a_killed_worker_left(tmp_path: Path) -> None:
    rig, sent = FileDropRig(tmp_path), envelope()
    (tmp_path / "to-sign" / f".{sent.id}.half").mkdir(parents=True)
    (tmp_path / "to-sign" / f".{sent.id}.half" / "document.pdf").write_bytes(b"%PDF-1.7 hal")

    reference = rig.provider.send(sent)

    assert sorted(each.name for each in (tmp_path / "to-sign").iterdir()) == [reference]
    assert sorted(each.name for each in (tmp_path / "to-sign" / reference).iterdir()) == ["document.pdf", "signatories.json"]
    assert rig.told(reference)["signatories"][1]["turn"] == 2
    assert "pdf" not in rig.told(reference)


def test_file_half_way_in_is_not_taken_for_the_signed_one(tmp_path: Path) -> None:
    rig = FileDropRig(tmp_path)
    reference = rig.provider.send(envelope())
    rig.give_back(reference, PDF[:20])

    before = rig.provider.state(reference).stage
    rig.give_back(reference, PDF)

    assert (before, rig.provider.state(reference).stage) == (Stage.OUT, Stage.SIGNED)


def test_folder_that_is_gone_is_asked_again_later(tmp_path: Path) -> None:
    rig = FileDropRig(tmp_path / "unmounted")

    with pytest.raises(Absent):
        rig.provider.send(envelope())


def test_providers_are_those_of_the_settings(settings: Settings, tmp_path: Path) -> None:
    settings.SIGN_FOLDER, settings.SIGN_PROVIDERS = None, ()
    without = installed()
    settings.SIGN_FOLDER = tmp_path

    assert (without, list(installed())) == ({}, ["file-drop"])
    with pytest.raises(Refused, match="is not set up"):
        provider_of("another")
