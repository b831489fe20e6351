"""A sending signed elsewhere: handed over once, taken back when it is signed, refused with a sentence when it is not the right file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from filon.agreements.models import AgreementVersion, CodeChannel, Evidence, OutsideSending, Seat, Sending
from filon.agreements.providers import Stage
from filon.agreements.providers.filedrop import FileDrop
from filon.agreements.services import inviting, outside, policy, seats, sending
from filon.agreements.states import SeatState, VersionState
from filon.kernel import tasks
from filon.kernel.errors import Refused
from filon.kernel.files import file_open
from filon.partners.models import Affiliation
from tests.agreements.pages import read
from tests.agreements.rigs import FileDropRig, signed_by
from tests.factories.agreements import World
from tests.factories.signing import approved, seat_of, sent
from tests.kernel import papers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def rig(tmp_path: Path, settings: Settings) -> FileDropRig:
    settings.SIGN_FOLDER = tmp_path / "drop"
    settings.SIGN_FOLDER.mkdir()
    return FileDropRig(settings.SIGN_FOLDER)


@pytest.fixture
def out(rig: FileDropRig) -> tuple[World, Sending]:
    """A sending of a school that chose the folder."""
    world = approved()
    policy.policy_set(by=world.officer, host_id=world.host.uuid, second_channel_from_cents=None, provider="file-drop")
    mail.outbox.clear()
    return world, sent(world, language="en", message="Thank you.")


def handed(sending_: Sending) -> str:
    outside.outside_hand_over(sending_.pk)
    return OutsideSending.objects.get(sending=sending_).reference


def trouble(sending_: Sending) -> str:
    return OutsideSending.objects.get(sending=sending_).trouble


def state(world: World) -> str:
    return AgreementVersion.objects.get(pk=world.draft.pk).state


def test_signed_elsewhere_it_takes_effect_with_its_evidence_and_what_was_read(
    rig: FileDropRig, out: tuple[World, Sending], work: Callable[[], int]
) -> None:
    world, sending_ = out
    work()
    (reference,) = rig.found()
    signed = signed_by(rig.document(reference), [name.upper() for name in rig.names(reference)], when=timezone.now())
    rig.give_back(reference, signed)

    taken = (outside.outside_ask(), outside.outside_ask())

    version = AgreementVersion.objects.get(pk=world.draft.pk)
    with file_open(version.signed_file) as opened:
        assert opened.read() == signed
    assert (taken, version.state, version.signatures.count(), mail.outbox) == ((1, 0), VersionState.IN_FORCE, 3, [])
    assert set(Evidence.objects.values_list("channel", flat=True)) == {CodeChannel.OUTSIDE}
    assert [seats.hash_of_told(each.told) == each.sha256 for each in Evidence.objects.all()] == [True] * 3
    assert len(version.readings.get().told["signatures"]) == 3
    sending_.refresh_from_db()
    assert (sending_.outcome, sending_.proof is None) == (Sending.Outcome.SIGNED, False)


def test_handed_over_by_a_worker_killed_before_it_noted_it_lies_there_once(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    _world, sending_ = out
    rig.provider.send(outside._envelope(Sending.objects.get(pk=sending_.pk)))

    first, second = outside.outside_hand_over(sending_.pk), outside.outside_hand_over(sending_.pk)

    assert (first, second, rig.found()) == (True, False, [sending_.uuid.hex])


def test_folder_that_is_gone_is_tried_again(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    _world, sending_ = out
    rig.folder.rename(rig.folder.with_name("elsewhere"))
    tasks.run_next("w")
    waiting = DBTaskResult.objects.get(task_path__endswith="sending_hand_over").status
    rig.folder.with_name("elsewhere").rename(rig.folder)
    DBTaskResult.objects.update(run_after=timezone.now())

    tasks.run_next("w")

    assert (waiting, rig.found()) == ("READY", [sending_.uuid.hex])


def test_provider_that_is_not_set_up_any_more_says_so(rig: FileDropRig, out: tuple[World, Sending], settings: Settings) -> None:
    _world, sending_ = out
    settings.SIGN_FOLDER = None

    assert not outside.outside_hand_over(sending_.pk)
    assert "is not set up on this installation" in trouble(sending_)


def test_school_does_not_send_by_a_provider_that_is_not_set_up(rig: FileDropRig, settings: Settings) -> None:
    world = approved()
    policy.policy_set(by=world.officer, host_id=world.host.uuid, second_channel_from_cents=None, provider="file-drop")
    settings.SIGN_FOLDER = None

    with pytest.raises(Refused, match="is not set up"):
        sent(world)
    with pytest.raises(Refused, match="is not set up"):
        policy.policy_set(by=world.officer, host_id=world.host.uuid, second_channel_from_cents=None, provider="another")

    assert state(world) == VersionState.APPROVED


def unrelated(_document: bytes, names: list[str]) -> bytes:
    return signed_by(papers.paper("Something else"), names)


def unsigned(document: bytes, _names: list[str]) -> bytes:
    return document


def by_another(document: bytes, names: list[str]) -> bytes:
    return signed_by(document, [*names[:-1], "Zoé Inconnue"])


def with_a_script(document: bytes, names: list[str]) -> bytes:
    return papers.with_script(signed_by(document, names))


def with_a_page(document: bytes, names: list[str]) -> bytes:
    return papers.with_page(signed_by(document, names))


def broken(document: bytes, names: list[str]) -> bytes:
    signed = bytearray(signed_by(document, names))
    signed[len(document) + 40] ^= 1
    return bytes(signed)


WRONG = [
    (unrelated, "is not the document that was sent"),
    (unsigned, "carries no electronic signature"),
    (by_another, "bears the name of"),
    (with_a_script, "contains a script"),
    (broken, "is broken"),
    (with_a_page, "was changed in a way that it does not allow"),
]


@pytest.mark.parametrize(("made", "sentence"), WRONG, ids=[made.__name__ for made, _sentence in WRONG])
def test_wrong_file_is_refused_with_a_sentence_and_looked_at_once(
    rig: FileDropRig, out: tuple[World, Sending], made: Callable[..., bytes], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, sending_ = out
    reference = handed(sending_)
    rig.give_back(reference, made(rig.document(reference), rig.names(reference)))

    first = outside.outside_ask()
    monkeypatch.setattr(outside, "validate", None)  # reading it again would fail
    second = outside.outside_ask()

    assert (first, second, sentence in trouble(sending_)) == (0, 0, True), trouble(sending_)
    assert (state(world), Evidence.objects.count()) == (VersionState.SENT, 0)


def test_right_file_after_a_wrong_one_is_taken(rig: FileDropRig, out: tuple[World, Sending], client: Client) -> None:
    world, sending_ = out
    reference = handed(sending_)
    rig.give_back(reference, unrelated(b"", rig.names(reference)))
    outside.outside_ask()
    page = read(client, world.officer, reverse("agreements:sending", args=[world.agreement.uuid, 1]))
    week = read(client, world.officer, "/")
    rig.give_back(reference, signed_by(rig.document(reference), rig.names(reference), when=timezone.now()))

    taken = outside.outside_ask()

    assert "is not the document that was sent" in page
    assert "Version 1 is held up where it is signed" in week
    assert (taken, trouble(sending_), state(world)) == (1, "", VersionState.IN_FORCE)


def test_refusal_there_is_told_here(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    _world, sending_ = out
    rig.refuse(handed(sending_), "Le conseil décide en mai.")

    outside.outside_ask()

    assert "“Le conseil décide en mai.”" in trouble(sending_)


def test_power_that_had_ended_when_it_was_signed_is_refused(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    world, sending_ = out
    reference = handed(sending_)
    Affiliation.objects.filter(pk=world.signatories[world.company.pk].pk).update(end=timezone.localdate())
    rig.give_back(reference, signed_by(rig.document(reference), rig.names(reference), when=timezone.now()))

    assert outside.outside_ask() == 0
    assert "no longer acts for" in trouble(sending_)
    assert state(world) == VersionState.SENT


def test_withdrawn_here_it_is_taken_back_there_and_nothing_comes_of_it(
    rig: FileDropRig, out: tuple[World, Sending], work: Callable[[], int]
) -> None:
    world, sending_ = out
    work()
    (reference,) = rig.found()
    document, names = rig.document(reference), rig.names(reference)

    sending.sending_withdraw(by=world.officer, sending_id=sending_.uuid, reason="wrong amount", rewrite=False)
    work()
    rig.give_back(reference, signed_by(document, names))

    assert outside.outside_ask() == 0
    assert (state(world), rig.found()) == (VersionState.WITHDRAWN, [])
    assert FileDrop(rig.folder).state(reference).stage is Stage.WITHDRAWN


def test_nobody_is_written_to_from_here(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    world, _sending = out
    Seat.objects.update(invited_at=timezone.now() - dt.timedelta(days=9))
    seat = seat_of(world, world.company)

    assert (inviting.reminders_of_the_day(), seat.state) == (0, SeatState.INVITED)
    for act in (inviting.seat_ask_again, seats.code_dictate):
        with pytest.raises(Refused, match="gathered elsewhere"):
            act(by=world.officer, seat_id=seat.uuid)


def test_one_provider_in_trouble_keeps_no_other_sending_waiting(rig: FileDropRig, out: tuple[World, Sending]) -> None:
    _world, first = out
    handed(first)
    OutsideSending.objects.filter(sending=first).update(provider="gone")
    world = approved()
    policy.policy_set(by=world.officer, host_id=world.host.uuid, second_channel_from_cents=None, provider="file-drop")
    reference = handed(sent(world))
    rig.give_back(reference, signed_by(rig.document(reference), rig.names(reference), when=timezone.now()))

    assert outside.outside_ask() == 1
    assert "is not set up" in trouble(first)
