"""From the draft to the proof: reviewed, approved, signed in order on phones by three organisations, sealed, checked, amended likewise."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e import signing, writing
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import DIRECTOR, OFFICER
from e2e.server import Server
from e2e.signing import PHONE, Mailbox, Person
from e2e.test_agreement import audit_of, balance, promised, reference_of, states
from e2e.writing import COMPANY, FUND, MEETINGS, PAYMENTS, SCHOOL, TODAY, UMBRELLA, Written

TITLE = "Mécénat signé sur téléphone"
SCHOOL_SIGNS = Person(DIRECTOR, "helene.marchetti@gardon.example", SCHOOL)
COMPANY_SIGNS = Person("Paul Serre", "paul.serre@gardon-energies.example", COMPANY)
FUND_SIGNS = Person("Odile Brunet", "odile.brunet@fondation-cevennes-savoirs.example", UMBRELLA)
ENTITLED = Person("Renée Dupuy", "renee.dupuy@gardon-energies.example", COMPANY)
TURNS = {SCHOOL: "3", COMPANY: "1", FUND: "2"}
VALID = "Signature is Valid."
STORY = [
    "agreement.created",
    "agreement.review_asked",
    "agreement.comment_written",
    "agreement.approval_refused",
    "agreement.comment_answered",
    "agreement.comment_resolved",
    "agreement.approval_given",
    "agreement.sent_to_sign",
    "agreement.signature_delegated",
    "agreement.signed_by",
    "agreement.signature_sealed",
    "agreement.version_in_force",
    "agreement.amended",
]
"""In the order in which each happens first."""
TOLD = (
    "Draft sent back",
    "Draft approved",
    "Version sent to be signed",
    "Signature handed over",
    "Signed by a party",
    "Signature sealed",
    "Signed version put in force",
    "Amendment started",
)


@dataclass
class Cast:
    """Who takes part; a phone is opened anew for each signatory."""

    arrives: Arrives
    officer: Visitor
    director: Visitor
    mailbox: Mailbox

    def phone(self) -> Visitor:
        return self.arrives(**PHONE)


def test_an_agreement_goes_from_draft_to_signed_and_its_amendment_too(arrives: Arrives, server: Server, tmp_path: Path) -> None:
    cast = Cast(arrives, arrives(OFFICER, locale="en-GB"), arrives(DIRECTOR, locale="en-GB"), Mailbox(arrives()))
    signing.add_entitled(cast.officer, ENTITLED)

    written = signing.written_agreement(cast.officer, TITLE)
    signing.sign_in_turn(cast.officer, written, TURNS)
    reviewed_and_approved(cast, written)
    signing.send(cast.officer, written)
    handed_over(cast, written)
    signed_in_turn(cast, (ENTITLED, FUND_SIGNS, SCHOOL_SIGNS))
    assert_in_force(cast, server, written, meetings=4)
    assert_proof(cast, written, tmp_path)
    amended(cast, written)
    assert_in_force(cast, server, written, meetings=5)
    assert_proof(cast, written, tmp_path)

    assert_story(cast.officer, written)
    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def reviewed_and_approved(cast: Cast, written: Written) -> None:
    """Sent back once with a comment on a clause, answered, submitted again, approved."""
    signing.submit(cast.officer, written)
    signing.send_back_with_a_comment(cast.director, written, on="Objet", words="Nommez la formation.")
    signing.answer_and_resolve(cast.officer, written, words="Il s’agit du cycle ingénieur.")
    signing.submit(cast.officer, written)
    signing.approve(cast.director, written)
    held = cast.director.page.locator("section:has(#held)").inner_text()
    assert [held.count(word) for word in ("Claire Vidal", DIRECTOR)] >= [1, 1]


def handed_over(cast: Cast, written: Written) -> None:
    """Only the first is asked. She is not the one who signs: she hands over, and her link opens nothing any more."""
    link = cast.mailbox.link_to(COMPANY_SIGNS, TITLE)
    assert not cast.mailbox.asks(FUND_SIGNS, TITLE)
    assert not cast.mailbox.asks(SCHOOL_SIGNS, TITLE)
    phone = cast.phone()
    signing.opens(phone, link)
    signing.delegates(phone, ENTITLED, power=power())
    assert phone.goes(link) == 410
    lines = signing.seats(cast.officer, written)
    assert any(COMPANY_SIGNS.name in line and "handed over" in line for line in lines), lines
    assert any(ENTITLED.name in line and "by delegation" in line for line in lines), lines


def power() -> bytes:
    from filon.site.demo.paper import demonstration_pdf  # noqa: PLC0415

    return demonstration_pdf("Pouvoir donné à Renée Dupuy", "v1")


def signed_in_turn(cast: Cast, people: tuple[Person, ...]) -> None:
    """Each has her letter once the one before has signed; the first types a wrong code first; a link serves once."""
    for place, person in enumerate(people):
        assert not any(cast.mailbox.asks(later, TITLE) for later in people[place + 1 :])
        link = cast.mailbox.link_to(person, TITLE)
        phone = cast.phone()
        signing.opens(phone, link)
        if place == 0:
            signing.tries_a_wrong_code(phone, person, cast.mailbox)
        signing.signs(phone, person, cast.mailbox)
        assert phone.goes(link) == 410


def assert_in_force(cast: Cast, server: Server, written: Written, *, meetings: int) -> None:
    """Within the minute after the last signature, with what falls due."""
    signing.eventually(lambda: signing.in_force(cast.officer, written), lambda: f"not in force after a minute: {cast.officer.text}")
    today = balance(server, reference_of(written))
    assert (today["version"], promised(today, MEETINGS)) == (written.version, meetings)
    assert states(today, PAYMENTS)[0] == "late"
    ledger = cast.officer.page.locator("section[aria-labelledby=ledger]").inner_text()
    assert MEETINGS in ledger
    assert f"0 / {meetings}" in ledger


def assert_proof(cast: Cast, written: Written, folder: Path) -> None:
    """Poppler and our own page agree: three signatures on what was downloaded, none on what was touched."""
    pdf = signing.sealed_pdf(cast.officer, written)
    assert [cast.officer.text.count(words) for words in ("single mailbox", "PAdES")] == [3, 3]
    nobody = cast.arrives()

    assert judged_by_poppler(pdf, folder) == [VALID] * 3
    assert "Il est de nous, et intact." in signing.verdict(nobody, pdf)
    touched = with_one_bit_flipped(pdf)
    assert VALID not in judged_by_poppler(touched, folder)
    said = signing.verdict(nobody, touched)
    assert "Il est de nous, et intact." not in said
    assert "Il a été modifié après sa signature." in said or "n’a pas pu être lu" in said


def judged_by_poppler(pdf: bytes, folder: Path) -> list[str]:
    """What `pdfsig` says of each signature; it shares no code with us."""
    path = folder / "copy.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", path], check=False, capture_output=True, text=True).stdout
    marker = "Signature Validation: "
    return [line.partition(marker)[2] for line in said.splitlines() if marker in line]


def with_one_bit_flipped(pdf: bytes) -> bytes:
    """In what the first page shows, which every signature covers."""
    place = pdf.index(b"stream", pdf.index(b"/Contents")) + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def amended(cast: Cast, written: Written) -> None:
    """One meeting more: the same review, the same letters, the same pages; this time everybody signs herself."""
    writing.amend(cast.officer, written, effective=TODAY)
    signing.submit(cast.officer, written)
    signing.approve(cast.director, written)
    signing.send(cast.officer, written)
    signed_in_turn(cast, (COMPANY_SIGNS, FUND_SIGNS, SCHOOL_SIGNS))


def assert_story(officer: Visitor, written: Written) -> None:
    """The journal holds every step, first things first, and says each in words."""
    audit = audit_of(written)
    assert sorted(STORY, key=audit.index) == STORY
    assert [audit.count(action) for action in ("agreement.signed_by", "agreement.signature_sealed")] == [6, 6]
    assert audit.count("agreement.version_in_force") == 2
    officer.goes(f"{written.path}/journal")
    shown = officer.text
    page = 1
    while not all(words in shown for words in TOLD) and page < 8:
        page += 1
        officer.goes(f"{written.path}/journal?page={page}")
        shown += officer.text
    assert [words for words in TOLD if words not in shown] == []
