"""One euro, in one story: seen at the bank, matched, receipted, declared, followed to what it made possible; unseen elsewhere."""

import re
from pathlib import Path

from e2e import money, signing
from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, FUND_OFFICER, OFFICER, Demo
from e2e.money import AGREEMENT, ALL, UNDERGROUND, VALID, Receipt, looked_at
from e2e.server import Server
from e2e.writing import COMPANY, FUND, UMBRELLA

PAYER, HOLDING = "GARDON ENERGIES (DEM.)", "GARDON HOLDING (DEM.)"
LISTS = (
    "/mecenat",
    "/dons",
    "/recus",
    "/recus/declarations",
    "/mecenat/effets",
    "/mecenat/fonds",
    "/tresorerie",
    "/tresorerie/lignes",
    "/tresorerie/releves",
    "/tresorerie/attendus",
)


def test_a_euro_goes_from_the_bank_to_the_microscope(arrives: Arrives, server: Server, tmp_path: Path) -> None:
    officer, keeper = arrives(OFFICER, locale="en-GB"), arrives(FUND_OFFICER, locale="en-GB")
    donor, nobody = arrives(COMPANY_CONTACT), arrives()

    seen_as_promised(officer)
    imported_and_matched(keeper)
    shared_out(officer)
    receipt = receipted(keeper, donor, nobody, tmp_path)
    replaced(keeper, donor, nobody, receipt)
    issued_together(keeper)
    declared(keeper)
    meter_turns(officer)
    thanked(donor)
    followed(officer)
    kept_by_the_foundation(keeper)

    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def test_another_school_sees_none_of_the_money(arrives: Arrives, demo: Demo) -> None:
    officer, stranger = arrives(OFFICER, locale="en-GB"), arrives(demo.elsewhere(), locale="en-GB")
    places = addresses_of_the_money(officer)

    answers = {path: stranger.goes(path) for path in sorted(places)}
    lists = {path: (stranger.goes(path), stranger.text) for path in LISTS}

    assert len(places) >= 12
    assert {path: status for path, status in answers.items() if status != 404} == {}
    named = ("Gardon", "Cévenol (dém.)", "Salins", "GARDON", "Roque")
    assert {path for path, (status, text) in lists.items() if status >= 500 or any(name in text for name in named)} == set()


def seen_as_promised(officer: Visitor) -> None:
    """The sixth half-yearly payment was called, and has not come."""
    money.opens_the_pledge(officer)
    looked_at(officer)
    assert "promises €270,000 and has paid €215,000" in officer.text
    assert "called" in officer.page.locator("section[aria-labelledby=plan]").inner_text()


def imported_and_matched(keeper: Visitor) -> None:
    """One payment for one gift, one by somebody else than the donor, one for two gifts; the umbrella takes five per cent of each."""
    money.imports_the_sample(keeper)
    sure_ones_shown(keeper)
    both = {"Salins et Résines.*10,000": "10000", "Salins et Résines.*5,000": "5 000,00"}
    money.matches(keeper, PAYER, {"Gardon Énergies": "40 000"})
    money.matches(keeper, "CEVENOL HOLDING (DEM.)", {"Atelier Cévenol": "5000"})
    money.matches(keeper, "SALINS ET RESINES (DEM.)", both)
    money.opens_the_gift(keeper, PAYER, "€40,000")
    keeper.presses("Follow this gift")
    looked_at(keeper)
    assert [words in keeper.text for words in ("€2,000", "€38,000 go on")] == [True, True]


def sure_ones_shown(keeper: Visitor) -> None:
    """Those that leave no doubt stand on one page; none of this statement does, and the page says why."""
    keeper.goes("/tresorerie/lignes")
    keeper.presses("Confirm the sure ones together")
    looked_at(keeper)
    assert "the others are matched one by one" in keeper.text


def shared_out(officer: Visitor) -> None:
    """What is left of the payment goes to all programmes and to the department."""
    shares = {ALL: ("20000", 20_000), UNDERGROUND: ("18 000,00", 18_000)}
    before = {programme: money.allocated(officer, programme) for programme in shares}
    for programme, (typed, _euros) in shares.items():
        money.allocates(officer, programme, typed)
    after = {programme: money.allocated(officer, programme) for programme in shares}
    looked_at(officer)
    assert after == {programme: before[programme] + euros for programme, (_typed, euros) in shares.items()}
    assert "the umbrella takes 5% of each gift" in officer.text


def receipted(keeper: Visitor, donor: Visitor, nobody: Visitor, folder: Path) -> Receipt:
    """Issued by the foundation, downloaded by the donor, checked by whoever likes: the paper, then its number and code."""
    money.opens_the_gift(keeper, PAYER, "€40,000")
    looked_at(keeper)
    assert "all programmes, underground first" in keeper.text
    receipt = money.issues(keeper)
    looked_at(keeper)
    pdf = money.downloads(donor, receipt)
    looked_at(donor)
    assert money.judged_by_poppler(pdf, folder) == [VALID]
    assert "Il est de nous, et intact." in signing.verdict(nobody, pdf)
    looked_at(nobody)
    said = money.verified(nobody, receipt)
    assert "il est valable" in said
    assert "Gardon Énergies" not in said
    return receipt


def replaced(keeper: Visitor, donor: Visitor, nobody: Visitor, receipt: Receipt) -> None:
    """The former says so to everybody; the new one holds."""
    other = money.replaces(keeper, receipt, "Adresse du siège erronée")
    assert other.number != receipt.number
    assert f"Le reçu {other.number} le remplace." in money.verified(nobody, receipt)
    assert "il est valable" in money.verified(nobody, other)
    money.downloads(donor, other)
    assert f"remplacé par le {other.number}" in donor.text
    keeper.goes(receipt.path)
    looked_at(keeper)
    assert "Cancelled on" in keeper.text


def issued_together(keeper: Visitor) -> None:
    """What else was given this year, by a dry run and then in one go."""
    keeper.goes("/recus/emettre")
    keeper.presses("Dry run")
    looked_at(keeper)
    button = keeper.page.get_by_role("button", name=re.compile(r"^Issue \d+ receipts?$"))
    asked = button.inner_text().split()[1]
    keeper.presses(button.inner_text())
    signing.eventually(lambda: keeper.goes(keeper.path) and f"{asked} receipt" in keeper.text, lambda: keeper.text)
    looked_at(keeper)


def declared(keeper: Visitor) -> None:
    """Last year's is frozen again, and replaces the former; it is explained to the cent."""
    keeper.goes("/recus/declarations")
    looked_at(keeper)
    keeper.presses("Freeze it with its list")
    looked_at(keeper)
    assert "The declaration is frozen with its list." in keeper.text
    shown = [figure.replace("€", "").replace(",", "") for figure in keeper.page.locator("dl.figures dd").all_inner_texts()]
    ledger, differences, amount = map(float, shown)
    assert ledger + differences == amount
    assert amount > 0
    keeper.goes("/recus/declarations")
    states = keeper.page.locator("main table td[data-l=State]").all_inner_texts()
    assert sorted(" ".join(state.split()) for state in states) == ["in use", "replaced"]


def meter_turns(officer: Visitor) -> None:
    """A stand turns it a little; a pavilion turns it past the usage, and the page says so. Nothing is written."""
    officer.goes("/conventions")
    officer.presses(AGREEMENT)
    officer.presses("Counterparts")
    looked_at(officer)
    agreed = money.share_shown(officer)
    turned = []
    for value in ("6000", "60000"):
        officer.writes({"How many more": "1", "Value of one, in euros": value})
        officer.presses("Try")
        looked_at(officer)
        turned.append((money.share_shown(officer), "more than the usage of a quarter" in officer.text))
    officer.presses("Back to what is agreed")
    assert agreed < turned[0][0] <= 25 < turned[1][0]
    assert [is_above for _share, is_above in turned] == [False, True]
    assert money.share_shown(officer) == agreed


def thanked(donor: Visitor) -> None:
    """The report of the year of the gift, on the page and on paper."""
    donor.goes("/nos-dons")
    donor.presses("Ce que vos dons de 2026 sont devenus")
    looked_at(donor)
    assert "Plateau de microscopie" in donor.text
    link = donor.page.locator("main a", has_text="PDF en français").get_attribute("href")
    paper = donor.context.request.get(f"{donor.address}{link}")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")


def followed(officer: Visitor) -> None:
    """From the line of the bank to the fact and the paper that shows it."""
    money.opens_the_gift(officer, HOLDING, "€40,000")
    officer.presses("Follow this gift")
    looked_at(officer)
    steps = officer.page.locator("ol.timeline li").all_inner_texts()
    told = "\n".join(steps)
    wanted = (
        HOLDING,
        AGREEMENT,
        "€38,000 go on",
        "Microscopy room",
        "Microscope des élèves",
        "Equipment bought",
        "Microscope polarisant.pdf",
    )
    assert [words for words in wanted if words not in told] == []
    with officer.page.expect_navigation():
        officer.page.locator("ol.timeline li").filter(has_text="Equipment bought with gifts").last.locator("a").click()
    looked_at(officer)
    assert "Microscope polarisant.pdf" in officer.text


def kept_by_the_foundation(keeper: Visitor) -> None:
    """Her fund, its donors, its fee, its receipts."""
    keeper.goes("/mecenat/fonds")
    looked_at(keeper)
    wanted = (FUND, UMBRELLA, COMPANY, AGREEMENT, "fee of the umbrella", "receipts", "balance")
    assert [words for words in wanted if words not in keeper.text] == []


def addresses_of_the_money(officer: Visitor) -> set[str]:
    """Pages of the pledge, of one of its gifts, of its receipt, of its books, as the officer finds them."""
    money.opens_the_gift(officer, HOLDING, "€40,000")
    found = {officer.path} | money.links(officer)
    for path in ("/tresorerie", "/tresorerie/lignes", "/recus", "/recus/declarations"):
        officer.goes(path)
        found |= set(sorted(money.links(officer))[:6])
    officer.goes("/conventions")
    officer.presses(AGREEMENT)
    return found | {f"{officer.path}/contreparties", officer.path}
