"""A PDF signed elsewhere is read before it is taken: what is dangerous or untrue is refused with a sentence, what was read is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from filon.agreements.models import AgreementVersion, PaperReading
from filon.agreements.services import elsewhere
from filon.agreements.states import VersionState
from filon.kernel.errors import Refused
from tests.agreements.pages import read, send
from tests.agreements.rigs import signed_by
from tests.factories.agreements import START, World, in_force, pdf
from tests.factories.signing import once_soon
from tests.kernel import papers

pytestmark = pytest.mark.django_db
NAMES = ["Hélène Marchand", "Karim Haddad"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def world() -> World:
    """A draft that lacks nothing but its signatures."""
    made = World()
    made.set_term()
    made.pay(3_000_000)
    made.promise(once_soon(START), 1)
    return made


def recorded(world: World, content: bytes) -> AgreementVersion:
    given = {"signed_pdf": pdf(content=content), "place": "Alès", "signatures": world.signatures()}
    return elsewhere.version_signed_elsewhere(by=world.officer, version_id=world.draft.uuid, **given)


def signed() -> bytes:
    return signed_by(papers.paper(), NAMES)


def broken() -> bytes:
    content = signed()
    return papers.flipped(content, papers.place_in_a_page(content))


REFUSED = {
    "page added": (lambda: papers.with_page(signed()), "was changed in a way that it does not allow"),
    "words added": (lambda: papers.with_words(signed()), "was changed in a way that it does not allow"),
    "broken signature": (broken, "is broken: the content is not what was signed"),
    "form": (lambda: papers.with_form(papers.paper()), "contains a form"),
    "script": (lambda: papers.with_script(papers.paper()), "contains a script"),
    "program": (lambda: papers.with_launch(papers.paper()), "does something by itself"),
    "file inside": (lambda: papers.with_embedded_file(papers.paper()), "carries another file inside"),
    "password": (lambda: papers.encrypted(papers.paper()), "protected by a password"),
    "no PDF": (lambda: b"PK\x03\x04", "is not a PDF"),
    "damaged": (lambda: b"%PDF-1.7\nnothing", "PDF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_pdf_that_proves_nothing_is_refused_with_a_sentence(world: World, name: str) -> None:
    made, sentence = REFUSED[name]

    with pytest.raises(Refused, match=sentence) as refused:
        recorded(world, made())

    world.draft.refresh_from_db()
    assert (refused.value.field, world.draft.state, PaperReading.objects.count()) == ("signed_pdf", VersionState.DRAFT, 0)


@pytest.mark.parametrize(("made", "signatures"), [(signed, 2), (papers.paper, 0)], ids=["signed", "a scan"])
def test_what_was_read_is_kept_with_the_archive(world: World, made: Callable[[], bytes], signatures: int) -> None:
    content = made()

    version = recorded(world, content)

    kept = version.readings.get()
    assert (version.state, kept.document) == (VersionState.IN_FORCE, version.signed_file)
    assert kept.told["sha256"] == version.signed_file.sha256
    assert [one["name"] for one in kept.told["signatures"]] == NAMES[:signatures]


def test_form_says_what_is_wrong_beside_the_pdf(world: World, client: Client) -> None:
    address = reverse("agreements:put_in_force", args=[world.agreement.uuid, 1])
    fields = {"place": "Alès", "signed_pdf": pdf(content=papers.with_script(papers.paper()))}
    for each in world.signatures():
        fields |= {f"signed_by_{each.party_id.hex}": str(each.affiliation_id), f"signed_on_{each.party_id.hex}": each.signed_on.isoformat()}

    response = send(client, world.officer, address, **fields)

    assert response.status_code == 422
    assert "contains a script" in response.content.decode()


def test_proof_shows_the_signatures_of_the_pdf_to_school_and_partner(world: World, client: Client) -> None:
    recorded(world, signed())
    address = reverse("agreements:proof", args=[world.agreement.uuid, 1])

    for viewer in (world.officer, world.contact):
        shown = read(client, viewer, address)
        assert "It was not changed after it was signed." in shown
        assert all(name in shown for name in NAMES)
        assert reverse("agreements:check") in shown
    assert address in read(client, world.officer, reverse("agreements:detail", args=[world.agreement.uuid]))


def test_proof_of_a_scan_says_that_the_school_states_who_signed(world: World, client: Client) -> None:
    recorded(world, papers.paper())

    shown = read(client, world.officer, reverse("agreements:proof", args=[world.agreement.uuid, 1]))

    assert "who signed is what the school states" in shown
    assert shown.count("stated by the school") == 3


def test_draft_has_no_proof(world: World, client: Client) -> None:
    read(client, world.officer, reverse("agreements:proof", args=[world.agreement.uuid, 1]), status=404)


def test_documents_of_before_are_read_at_night_whatever_they_say(caplog: pytest.LogCaptureFixture) -> None:
    world, *_rest = in_force()
    lost, *_rest = in_force()
    default_storage.delete(lost.draft.signed_file.path)

    first, again = elsewhere.readings_of_the_night(), elsewhere.readings_of_the_night()

    kept = PaperReading.objects.get()
    assert (first, again, kept.version) == (1, 0, world.draft)
    assert (kept.told["is_untouched"], kept.told["findings"] == []) == (False, False)
