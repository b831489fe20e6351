"""From the draft to the signatures, as each person does it: an office in English, signatories in French on their phones."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from e2e import axe, writing
from e2e.browser import NARROW, Visitor
from e2e.writing import Written

PHONE = {"viewport": NARROW, "is_mobile": True, "has_touch": True}
LINK, CODE = re.compile(r"/signer/[\w-]{43}"), re.compile(r"(?<!\d)\d{3} \d{3}(?!\d)")
PATIENCE = 60
"""seconds: what the worker does is there within a minute."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Person:
    """A signatory: of which organisation, at which mailbox."""

    name: str
    email: str
    of: str


@dataclass
class Mailbox:
    """The page where the messages of a demonstration are read; `read` are the links and codes that were found there."""

    visitor: Visitor
    read: set[str] = field(default_factory=set)

    def link_to(self, person: Person, title: str) -> str:
        """The path of the link in the letter that asks her to sign; waits for it."""
        return eventually(lambda: self._new(person, f"À signer : {title}", LINK), lambda: self._nothing(person))

    def code_of(self, person: Person) -> str:
        found = eventually(lambda: self._new(person, "Votre code pour signer", CODE), lambda: self._nothing(person))
        return found.replace(" ", "")

    def asks(self, person: Person, title: str) -> bool:
        """Is there a letter to her that has not been read?"""
        self.visitor.goes("/courrier")
        return any(match[0] not in self.read for match in self._matches(person, f"À signer : {title}", LINK))

    def _nothing(self, person: Person) -> str:
        return f"nothing new for {person.email} among:\n{self.visitor.text}"

    def _new(self, person: Person, subject: str, wanted: re.Pattern[str]) -> str:
        """The latest that was not read; empty when there is none yet."""
        self.visitor.goes("/courrier")
        found = next((match[0] for match in self._matches(person, subject, wanted) if match[0] not in self.read), "")
        self.read.add(found)
        return found

    def _matches(self, person: Person, subject: str, wanted: re.Pattern[str]) -> Iterator[re.Match[str]]:
        shown = self.visitor.page.locator("main section").filter(has_text=person.email).all_inner_texts()
        letters = (" ".join(letter.split()) for letter in shown)
        return (match for letter in letters if subject in letter for match in [wanted.search(letter)] if match)


def eventually(look: Callable[[], Found], otherwise: Callable[[], str]) -> Found:
    """What `look` finds, as soon as it finds something. Raises AssertionError with the words of `otherwise` after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.5)
    return found


def add_entitled(officer: Visitor, person: Person) -> None:
    """Somebody else of the organisation who may sign for it."""
    officer.goes(f"/partenaires?q={person.of}")
    officer.presses(person.of)
    officer.presses("Add a person")
    officer.writes({"First and last name": person.name, "E-mail": person.email, "Function": "directrice des partenariats"})
    officer.field("May sign for the organisation").check()
    officer.presses("Add")


def sign_in_turn(officer: Visitor, written: Written, order: dict[str, str]) -> None:
    """Who signs in which turn, by party."""
    officer.goes(written.step("parties"))
    for name, turn in order.items():
        party = officer.page.get_by_role("form", name=name)
        officer.writes({"Signs in position": turn}, within=party)
        officer.presses("Save", party)


def submit(officer: Visitor, written: Written) -> None:
    officer.goes(written.step("relecture"))
    officer.writes({"A word to those who read it": "Please read it before Friday."})
    officer.presses("Submit for approval")


def send_back_with_a_comment(director: Visitor, written: Written, *, on: str, words: str) -> None:
    """She comments on a clause, then sends the draft back; without a reason that is refused."""
    director.goes(written.step("relecture"))
    director.page.get_by_text(f"Comment on “{on}”").click()
    director.writes({"Your comment": words}, within=director.page.locator("details[open]"))
    director.presses("Comment")
    director.refused_by("Send back", because="Say what must be changed")
    director.writes({"What must change, or a word with your approval": words})
    director.presses("Send back")


def answer_and_resolve(officer: Visitor, written: Written, *, words: str) -> None:
    officer.goes(written.step("relecture"))
    officer.page.locator("summary", has_text="Answer").first.click()
    officer.writes({"Your answer": words})
    officer.presses("Answer", officer.page.locator("details[open]"))
    officer.presses("Resolve")


def approve(director: Visitor, written: Written) -> None:
    director.goes(written.step("relecture"))
    director.presses("Approve")


def send(officer: Visitor, written: Written) -> None:
    officer.goes(written.step("relecture"))
    officer.presses("Send to be signed")
    officer.writes({"A word to the signatories": "Merci de signer avant vendredi.", "Place of signature": "Alès"})
    officer.presses("Send")


def opens(phone: Visitor, path: str) -> None:
    """Her page, as often as she likes: it has no fault, and fits her phone."""
    assert phone.goes(path) == 200
    _assert_no_fault(phone)
    assert phone.goes(path) == 200


def signs(phone: Visitor, person: Person, mailbox: Mailbox) -> None:
    """On her page: a code from her mailbox, her word that she has read."""
    phone.presses("M’envoyer un code")
    phone.writes({"Code à six chiffres": mailbox.code_of(person)})
    phone.field("J’ai lu le document et je le signe").check()
    phone.presses("Signer")
    assert "est enregistrée" in phone.text, phone.text
    _assert_no_fault(phone)


def tries_a_wrong_code(phone: Visitor, person: Person, mailbox: Mailbox) -> None:
    """One figure of the right one is mistyped."""
    phone.presses("M’envoyer un code")
    right = mailbox.code_of(person)
    phone.writes({"Code à six chiffres": f"{right[:-1]}{(int(right[-1]) + 1) % 10}"})
    phone.field("J’ai lu le document et je le signe").check()
    phone.refused_by("Signer")
    _assert_no_fault(phone)


def delegates(phone: Visitor, to: Person, *, power: bytes) -> None:
    """To somebody else who may sign, with the document that gives the power; without it, that is refused."""
    phone.page.get_by_text("Déléguer à quelqu’un d’autre").click()
    choice = phone.field("Qui signe à votre place")
    choice.select_option(label=f"{to.name}, directrice des partenariats")
    phone.refused_by("Déléguer", because="document qui donne le pouvoir")
    phone.field("Qui signe à votre place").select_option(label=f"{to.name}, directrice des partenariats")
    upload = {"name": "pouvoir.pdf", "mimeType": "application/pdf", "buffer": power}
    phone.field("Document qui donne le pouvoir (PDF)").set_input_files(upload)  # type: ignore[arg-type]
    phone.presses("Déléguer")
    assert "reçoit son propre lien" in phone.text, phone.text
    _assert_no_fault(phone)


def _assert_no_fault(phone: Visitor) -> None:
    faults = axe.faults(phone, "/signer/…")
    phone.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert not faults, "\n".join(map(str, faults))


def written_agreement(officer: Visitor, title: str) -> Written:
    """A complete draft of three parties, ready to be reviewed."""
    written = writing.begin(officer, title)
    writing.name_the_parties(officer, written)
    writing.promise(officer, written)
    writing.state_money_and_term(officer, written)
    return written


def seats(officer: Visitor, written: Written) -> list[str]:
    """The lines of the signatories, as the school follows them."""
    officer.goes(written.step("signature"))
    lines = officer.page.locator("section[aria-labelledby=seats] tbody tr").all_inner_texts()
    return [" ".join(line.split()) for line in lines if not line.startswith("Turn")]


def in_force(officer: Visitor, written: Written) -> bool:
    """Does the page of the agreement say that this version is in force?"""
    officer.goes(written.path)
    return f"in force, version {written.version}" in officer.page.locator(".eyebrow").inner_text().lower()


def sealed_pdf(officer: Visitor, written: Written) -> bytes:
    """Downloaded from the page of its proof."""
    officer.goes(written.step("preuve"))
    link = officer.page.locator("section[aria-labelledby=document] a").first
    with officer.page.expect_download() as arriving:
        link.click()
    return arriving.value.path().read_bytes()


def verdict(nobody: Visitor, pdf: bytes) -> str:
    """What the page for anybody says of a PDF."""
    nobody.goes("/verifier")
    upload = {"name": "copie.pdf", "mimeType": "application/pdf", "buffer": pdf}
    nobody.field("Le PDF à vérifier").set_input_files(upload)  # type: ignore[arg-type]
    nobody.presses("Vérifier", nobody.page.locator("main"))
    return nobody.page.locator("section[aria-labelledby=answer]").inner_text()
