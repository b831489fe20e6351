"""Last year's spreadsheets, as an officer brings them in English: looked at, decided, taken over, and sent again without doubling."""

import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from e2e.browser import Visitor
from e2e.conftest import Arrives
from e2e.demo import OFFICER
from e2e.money import looked_at
from e2e.server import Server
from e2e.signing import eventually

FORGES, MILL, SAME_MILL = "Forges de l’Aigoual (dém.)", "Moulin de la Salendre (dém.)", "Le Moulin de Salendre (dém.)"
PARTNERS, OTHERS = "/partenaires", "Énergies du Gardon (dém.)"
ORGANISATIONS = (
    ("Partenaires 2025", None, None),
    ("Nom", "SIREN", "Ville"),
    (FORGES, "732829320", "Alès"),
    (MILL, None, "Anduze"),
    (OTHERS, None, "Nîmes"),
    ("Atelier sans numéro juste (dém.)", "123456789", "Uzès"),
)
TERM = ("01/09/2024", "31/08/2030")
AGREEMENTS = (
    ("Référence", "Objet", "Partenaire", "Date d’effet", "Fin", "Engagement", "Qui doit", "Unité", "Quantité", "Échéance"),
    ("AN-24-1", "Accueil de stagiaires (dém.)", FORGES, *TERM, "Stages", "le partenaire", "place", 4, "1er juin 2027"),
    ("AN-24-1", None, None, None, None, "Visites", "l’école", "événement", 2, "2027-05-15"),
    ("AN-24-2", "Projet d’élèves (dém.)", MILL, *TERM, "Sujets", "le partenaire"),
    ("AN-24-3", "Forum (dém.)", "Personne ne connaît (dém.)", *TERM, "Stand", "le partenaire"),
)


def test_spreadsheets_come_in_are_decided_and_never_doubled(arrives: Arrives, server: Server, tmp_path: Path) -> None:
    officer = arrives(OFFICER, locale="en-GB")

    partners_come_in(officer, tmp_path)
    partners_come_again(officer, tmp_path)
    agreements_come_in(officer, tmp_path)
    agreements_come_again(officer, tmp_path)

    proved = server.filon("verify")
    assert proved.returncode == 0, proved.stdout


def partners_come_in(officer: Visitor, folder: Path) -> None:
    """Found from the list; a name alike is decided, a wrong number is refused with its reason, nothing is there before the end."""
    officer.goes(PARTNERS)
    officer.presses("Take over a file")
    looked_at(officer)
    officer.presses("Organisations", officer.page.locator("main"))
    looked_at(officer)
    sends(officer, book(folder / "partenaires.xlsx", ORGANISATIONS))
    assert counted(officer) == {"new": 2, "updated": 0, "unchanged": 0, "doubtful": 1, "refused": 1}
    looked_at(officer)
    answers(officer, "Leave out")
    lines(officer, "Refused")
    looked_at(officer)
    assert "SIREN" in officer.text
    preview = officer.path
    assert shown_in(officer, PARTNERS, FORGES) == 0
    officer.goes(preview)
    confirms(officer)
    looked_at(officer)
    assert "2 lines are taken over." in officer.text
    assert [shown_in(officer, PARTNERS, name) for name in (FORGES, MILL, OTHERS)] == [1, 1, 0]


def partners_come_again(officer: Visitor, folder: Path) -> None:
    """One has moved, the other is written otherwise: the preview asks whether it is the same."""
    rows = [*ORGANISATIONS[:2], (FORGES, "732829320", "Mialet"), (SAME_MILL, None, "Anduze")]
    officer.goes("/reprises/organisations")
    sends(officer, book(folder / "partenaires-2.xlsx", rows))
    assert counted(officer) == {"new": 0, "updated": 1, "unchanged": 0, "doubtful": 1, "refused": 0}
    answers(officer, f"It is {MILL}")
    confirms(officer)
    assert [shown_in(officer, PARTNERS, name) for name in (FORGES, MILL, SAME_MILL)] == [1, 0, 1]


def agreements_come_in(officer: Visitor, folder: Path) -> None:
    """The partner of one is asked for, that of another is unknown; days stand in three forms."""
    officer.goes("/conventions")
    officer.presses("Take over a file")
    sends(officer, book(folder / "conventions.xlsx", AGREEMENTS))
    assert counted(officer) == {"new": 2, "updated": 0, "unchanged": 0, "doubtful": 1, "refused": 1}
    assert "say which one it is" in officer.text
    looked_at(officer)
    answers(officer, f"It is {SAME_MILL}")
    lines(officer, "Refused")
    assert "take the organisations over first" in officer.text
    confirms(officer)
    looked_at(officer)
    assert "3 lines are taken over." in officer.text
    officer.goes("/conventions?q=AN-24-1")
    officer.presses("Accueil de stagiaires (dém.)")
    looked_at(officer)
    assert [words in officer.text for words in ("conventions.xlsx", "Stages", "Visites")] == [True, True, True]


def agreements_come_again(officer: Visitor, folder: Path) -> None:
    officer.goes("/reprises/agreements")
    sends(officer, book(folder / "conventions-2.xlsx", AGREEMENTS[:3]))
    assert counted(officer) == {"new": 0, "updated": 0, "unchanged": 2, "doubtful": 0, "refused": 0}
    assert shown_in(officer, "/conventions", "Accueil de stagiaires (dém.)") == 1


def book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    written = Workbook()
    for row in rows:
        written.active.append(list(row))
    written.save(path)
    return path


def sends(officer: Visitor, path: Path) -> None:
    """The file, its columns as they are recognised, and waits until its lines are looked at."""
    officer.page.set_input_files("input[type=file]", path)
    officer.presses("Look at it")
    looked_at(officer)
    officer.presses("Look at the lines")
    waits_for(officer, "nav ul.views")


def answers(officer: Visitor, words: str) -> None:
    """The answer that begins so, to the only line that is asked about."""
    asked = officer.page.locator("main table select")
    asked.select_option(label=next(found for found in asked.locator("option").all_inner_texts() if found.startswith(words)))
    officer.presses("Keep these answers")


def confirms(officer: Visitor) -> None:
    button = officer.page.get_by_role("button", name=re.compile(r"^Take over \d+ lines?$"))
    with officer.page.expect_navigation():
        button.click()
    waits_for(officer, "text=Open the list")


def waits_for(officer: Visitor, what: str) -> None:
    """The page is asked again until the worker is done."""
    path = officer.path
    eventually(lambda: officer.goes(path) and officer.page.locator("main").locator(what).count(), lambda: officer.text)


def counted(officer: Visitor) -> dict[str, int]:
    """Lines by what becomes of them, as the tabs say."""
    tabs = officer.page.locator("nav ul.views a").all_inner_texts()
    return {tab.rsplit(maxsplit=1)[0].lower(): int(tab.rsplit(maxsplit=1)[1]) for tab in tabs}


def lines(officer: Visitor, tab: str) -> None:
    with officer.page.expect_navigation():
        officer.page.locator("nav ul.views a").filter(has_text=tab).click()


def shown_in(officer: Visitor, page: str, name: str) -> int:
    """How many rows of a list bear that name."""
    officer.goes(f"{page}?q={name}")
    return officer.page.locator("main table tbody tr").filter(has_text=name).count()
