"""The euros of a convention, step by step: foundation and school work in English, the donor and anybody else read French."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e import axe, signing
from e2e.browser import WIDE, Visitor
from e2e.writing import FUND

SAMPLE = Path(__file__).resolve().parent.parent / "docs" / "samples" / "releve-exemple.xml"
AGREEMENT = "Gardon Énergies giving"
ALL, UNDERGROUND = "All programmes", "Underground and resources department"
ONE_THING = re.compile(r"^/[^?]*[0-9a-f]{8}-[0-9a-f]{4}-")
VALID = "Signature is Valid."


@dataclass(frozen=True)
class Receipt:
    """What its page says; ``code`` is what anybody who holds the paper reads at its foot."""

    path: str
    number: str
    code: str


def looked_at(person: Visitor) -> None:
    """axe finds nothing on the page as it stands, wide and narrow, light and dark."""
    faults = axe.faults(person)
    person.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    person.page.emulate_media(color_scheme="light")
    assert not faults, "\n".join(map(str, faults))


def imports_the_sample(keeper: Visitor) -> None:
    """The file is read, then written; sent again, it brings nothing."""
    for lede, button in (("8 lines would be new.", "Import"), ("This very file was imported already", "")):
        keeper.goes("/tresorerie/releves/importer")
        keeper.page.set_input_files("input[type=file]", SAMPLE)
        keeper.presses("Read the file")
        assert lede in keeper.text, keeper.text
        if button:
            looked_at(keeper)
            keeper.presses(button)
            assert "8 new lines are imported." in keeper.text


def matches(keeper: Visitor, payer: str, parts: dict[str, str]) -> None:
    """Types so much beside the payments of these words, which the line proposes."""
    keeper.goes(f"/tresorerie/lignes?state=open&q={payer}")
    keeper.presses(payer)
    looked_at(keeper)
    for shown, amount in parts.items():
        row = keeper.page.locator("main form table tr").filter(has_text=re.compile(shown, re.DOTALL))
        row.locator("input[name^=cents]").first.fill(amount)
    keeper.presses("Confirm the match")
    assert "All of it is explained." in keeper.text, keeper.text


def opens_the_books(person: Visitor) -> None:
    person.goes("/tresorerie")
    person.presses(FUND)


def allocated(person: Visitor, programme: str) -> int:
    """To a programme of the fund so far, in euros."""
    opens_the_books(person)
    row = person.page.locator("section[aria-labelledby=programmes] tbody tr").filter(has_text=programme)
    return int(re.sub(r"\D", "", row.locator("td[data-l=Allocated]").inner_text()))


def allocates(officer: Visitor, programme: str, amount: str) -> None:
    opens_the_books(officer)
    officer.presses(programme)
    officer.presses("Allocate money")
    looked_at(officer)
    officer.writes({"Amount": amount, "Who decided, and why": "Committee of the fund"})
    officer.presses("Allocate")
    assert "The money is in the programme." in officer.text


def opens_the_pledge(person: Visitor) -> None:
    """From the agreement: its instalments in a list, each of which leads to the pledge."""
    person.goes("/conventions")
    person.presses(AGREEMENT)
    person.presses("Pledges and payments")
    with person.page.expect_navigation():
        person.page.locator("main table tr").filter(has_text=AGREEMENT).locator("a").first.click()


def opens_the_gift(person: Visitor, payer: str, amount: str) -> None:
    """The last one of that payer and amount, from the pledge."""
    opens_the_pledge(person)
    row = person.page.locator("section[aria-labelledby=gifts] tr").filter(has_text=payer).filter(has_text=amount).last
    with person.page.expect_navigation():
        row.locator("a").first.click()


def issues(keeper: Visitor) -> Receipt:
    """Of the gift whose page is open."""
    keeper.presses("Issue the receipt")
    looked_at(keeper)
    keeper.presses("Issue the receipt")
    return receipt_shown(keeper)


def replaces(keeper: Visitor, receipt: Receipt, reason: str) -> Receipt:
    keeper.goes(receipt.path)
    keeper.presses("Cancel and replace")
    keeper.writes({"Why": reason})
    looked_at(keeper)
    keeper.presses("Cancel and replace")
    return receipt_shown(keeper)


def receipt_shown(keeper: Visitor) -> Receipt:
    number = keeper.page.locator("h1").inner_text().rpartition(" ")[2]
    found = re.search(r"Code to check it: (\S+)", keeper.text)
    assert found, keeper.text
    return Receipt(keeper.path, number, found[1])


def downloads(donor: Visitor, receipt: Receipt) -> bytes:
    """From the page of the donor's own gifts, once the PDF is made."""
    link = donor.page.get_by_role("link", name=f"Télécharger le {receipt.number}")
    signing.eventually(lambda: donor.goes("/nos-dons") and link.count(), lambda: donor.text)
    with donor.page.expect_download() as arriving:
        link.click()
    return arriving.value.path().read_bytes()


def judged_by_poppler(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "receipt.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", path], check=False, capture_output=True, text=True).stdout
    return [line.partition(": ")[2] for line in said.splitlines() if "Signature Validation: " in line]


def verified(nobody: Visitor, receipt: Receipt) -> str:
    """What the page for anybody answers to its number and code."""
    nobody.goes("/verifier-un-recu")
    nobody.writes({"Numéro du reçu": receipt.number, "Code": receipt.code})
    nobody.presses("Vérifier", nobody.page.locator("main"))
    looked_at(nobody)
    return nobody.page.locator("section[aria-labelledby=answer]").inner_text()


def share_shown(officer: Visitor) -> int:
    """Percent of the gift that the counterparts are worth, on what is pledged."""
    cell = officer.page.get_by_role("row").filter(has_text="On what is pledged").first
    found = re.search(r"(\d+)\s*%", cell.inner_text())
    assert found, cell.inner_text()
    return int(found[1])


def links(person: Visitor) -> set[str]:
    """The addresses on the page that are of one thing: they bear its identifier."""
    found = {(link.get_attribute("href") or "").partition("#")[0] for link in person.page.locator("main a").all()}
    return {address for address in found if ONE_THING.search(address)}
