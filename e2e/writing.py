"""The main job, step by step, as an officer does it in English: a three-party giving agreement from the blank page to its amendment."""

import datetime as dt
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from e2e.browser import Visitor

SCHOOL = "École d’ingénieurs du Gardon"
COMPANY = "Gardon Énergies (dém.)"
FUND = "Fonds École du Gardon (dém.)"
UMBRELLA = "Fondation Cévennes-Savoirs (dém.)"
PAYMENTS, MEETINGS, RECEIPTS = "Payments", "Meetings with the student engineers", "Tax receipts"
TODAY = dt.datetime.now(ZoneInfo("Europe/Paris")).date()
"""the day it is at the school, whatever the clock of the machine says."""
START = (TODAY - dt.timedelta(days=100)).replace(day=1)
"""three or four months ago: what holds as of last month is the original."""
END = START.replace(year=START.year + 3)
LAST_MONTH = TODAY - dt.timedelta(days=30)


@dataclass
class Written:
    """The agreement being written; `path` is its page."""

    title: str
    path: str = ""
    version: int = 1
    commitments: dict[str, str] = field(default_factory=dict)

    def step(self, name: str) -> str:
        return f"{self.path}/versions/{self.version}/{name}"


def begin(officer: Visitor, title: str) -> Written:
    """From the list of agreements to the first step, with a title forgotten once."""
    officer.goes("/conventions")
    officer.presses("New agreement")
    officer.field("Giving").check()
    officer.refused_by("Begin the draft", because="Give the agreement a title.")
    officer.writes({"Title": title})
    officer.presses("Begin the draft")
    return Written(title, officer.path.partition("/versions/")[0])


def name_the_parties(officer: Visitor, written: Written) -> None:
    """The school is there already. A fund cannot sign: its umbrella is offered in one gesture."""
    officer.goes(written.step("parties"))
    officer.writes({"Organisation or fund": COMPANY, "Capacity in the agreement": "donor"}, within=_adding(officer))
    officer.presses("Add this party")
    officer.writes({"Organisation or fund": FUND, "Capacity in the agreement": "sheltered fund"}, within=_adding(officer))
    officer.refused_by("Add this party", because="it is a sheltered fund")
    officer.presses(f"{UMBRELLA} signs")
    for name in (SCHOOL, COMPANY, FUND):
        party = officer.page.get_by_role("form", name=name)
        officer.field("Signatory", party).select_option(index=1)
        officer.presses("Save", party)


def _adding(officer: Visitor) -> Locator:
    return officer.page.get_by_role("group", name="Add a party")


def promise(officer: Visitor, written: Written) -> None:
    """Three usual commitments, each completed; the company pays in two instalments, one of them due already."""
    usual = {
        f"+ {PAYMENTS} ({COMPANY})": ("on dates written one by one", {"Quantity": "30000", "Dates and quantities": _instalments()}),
        f"+ {MEETINGS} ({SCHOOL})": ("in equal parts, every so many months", {"Quantity": "4", "Value of one": "800", **_rhythm()}),
        f"+ {RECEIPTS} ({FUND})": ("all on one date", {"Quantity": "1", "On": _iso(END - dt.timedelta(days=30))}),
    }
    for button, (rule, fields) in usual.items():
        officer.goes(written.step("engagements"))
        officer.presses(button)
        officer.field(rule).check()
        officer.writes(fields)
        officer.presses("Save this commitment")


def _instalments() -> str:
    return "\n".join(f"{day:%d/%m/%Y} ; 15000" for day in (START + dt.timedelta(days=40), START + dt.timedelta(days=400)))


def _rhythm() -> dict[str, str]:
    return {"First date": _iso(START + dt.timedelta(days=50)), "Every so many months": "6", "How many times": "4"}


def state_money_and_term(officer: Visitor, written: Written) -> None:
    """The end before the start is refused once, with what was typed kept."""
    officer.goes(written.step("argent"))
    officer.writes({"Nature": "giving (mécénat)", "Paid by": COMPANY, "Paid to": SCHOOL, "Amount": "30000"})
    officer.presses("Add this line")
    officer.goes(written.step("duree"))
    officer.writes({"Takes effect on": _iso(START), "Ends on": _iso(START - dt.timedelta(days=1)), "Notice, in months": "3"})
    officer.refused_by("Save and continue", because="does not follow the start")
    officer.writes({"Ends on": _iso(END)})
    officer.presses("Save and continue")
    officer.writes({"Heading": "Objet", "Text": "Le mécène soutient la formation des élèves ingénieurs."})
    officer.presses("Add this clause")


def put_in_force(officer: Visitor, written: Written, *, pdf: bytes, signed_on: dt.date) -> None:
    """Review, then the signed PDF and who signed when; something that is no PDF is refused."""
    officer.goes(written.step("relecture"))
    officer.presses("Put in force with the signed PDF")
    for day in officer.page.get_by_label("on", exact=True).all():
        day.fill(_iso(signed_on))
    for signatory in officer.page.get_by_label(re.compile("^Signed by, for")).all():
        signatory.select_option(index=1)
    officer.writes({"Place of signature": "Alès"})
    upload = officer.field("Signed PDF")
    upload.set_input_files({"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"<html>not a PDF</html>"})
    officer.refused_by("Put in force")
    officer.field("Signed PDF").set_input_files({"name": "signed.pdf", "mimeType": "application/pdf", "buffer": pdf})
    officer.presses("Put in force")


def declare(person: Visitor, written: Written, what: str, *, quantity: str, on: dt.date) -> None:
    """A delivery, found from the page of the agreement."""
    person.goes(written.path)
    person.presses(what)
    person.presses("Declare a delivery")
    person.writes({"When it happened": _iso(on), "How much": quantity})
    person.presses("Declare")


def amend(officer: Visitor, written: Written, *, effective: dt.date) -> None:
    """One meeting more, on a sixth of the term."""
    officer.goes(written.path)
    officer.presses("Prepare an amendment")
    officer.writes({"From which day the amendment holds": _iso(effective)})
    officer.presses("Begin the amendment")
    written.version += 1
    officer.presses(MEETINGS)
    officer.writes({"Quantity": "5", "How many times": "5"})
    officer.presses("Save this commitment")


def _iso(day: dt.date) -> str:
    return day.isoformat()
