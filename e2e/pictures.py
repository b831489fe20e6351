"""Photographs of every page, at two widths, light and dark: `python -m e2e.pictures [--reference FOLDER] [--only NAME]`.

They go to e2e/output/pictures, with an index.html that lays them out beside the reference pictures, when their folder is given.
"""

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from e2e import server as own_server
from e2e.browser import NARROW, WIDE, Visitor, launched, visitor
from e2e.demo import COMPANY_CONTACT, DIRECTOR, FUND_OFFICER, OFFICER, STUDENT
from e2e.install import HERE
from e2e.staging import (
    EMPTY_SCHOOL_DIRECTOR,
    FULL_SCHOOL_DIRECTOR,
    negotiate_and_send,
    open_empty_school,
    open_full_school,
    write_a_bit_of_all,
)

OUTPUT = HERE / "output" / "pictures"
GIVING, GIVER = "Mécénat Gardon Énergies", "Gardon Énergies (dém.)"


@dataclass(frozen=True)
class Scene:
    """What stands on a picture: who looks, where she begins, which links she follows; `reference` begins the names of its model."""

    name: str
    person: str
    path: str
    links: tuple[str, ...] = ()
    reference: str = ""
    act: Callable[[Visitor], object] = lambda _visitor: None


def _first_draft(person: Visitor) -> None:
    person.page.locator("main tbody a").first.click()
    person.page.wait_for_load_state()


SCENES = (
    Scene("sign-in", "", "/connexion"),
    Scene("style", OFFICER, "/style", reference="composants"),
    Scene("week", OFFICER, "/", reference="semaine"),
    Scene("week-of-the-company", COMPANY_CONTACT, "/", reference="semaine"),
    Scene("our-agreements", COMPANY_CONTACT, "/nos-conventions"),
    Scene("our-people-and-data", COMPANY_CONTACT, "/nos-conventions", ("Personnes et données de Gardon Énergies (dém.)",)),
    Scene("our-dispute", COMPANY_CONTACT, "/nos-conventions", ("Litige\u00a0: Rencontres avec les élèves ingénieurs",)),
    Scene("our-proposal", OFFICER, "/", ("Avenant proposé par Gardon Énergies (dém.)",)),
    Scene("agreements", OFFICER, "/conventions", reference="liste"),
    Scene("agreement", OFFICER, "/conventions", (GIVING,), reference="convention"),
    Scene("agreement-of-the-company", COMPANY_CONTACT, "/conventions", (GIVING,), reference="convention"),
    Scene("commitment", OFFICER, "/conventions", (GIVING, "Rencontres avec les élèves ingénieurs")),
    Scene("new-agreement", OFFICER, "/conventions/nouvelle", reference="formulaire"),
    Scene("refused-form", OFFICER, "/conventions/nouvelle", reference="formulaire", act=Visitor.sends_nothing),
    Scene("draft", OFFICER, "/conventions?etat=draft", reference="formulaire", act=_first_draft),
    Scene("templates", OFFICER, "/conventions/modeles", reference="liste"),
    Scene("template", OFFICER, "/conventions/modeles", ("Mécénat",), reference="formulaire"),
    Scene("template-as-a-text", OFFICER, "/conventions/modeles", ("Mécénat", "Le lire comme un texte")),
    Scene("compared-versions", OFFICER, "/conventions", (GIVING, "Comparer deux versions")),
    Scene("journal", OFFICER, "/conventions", (GIVING, "Le journal")),
    Scene("who-approves", OFFICER, "/conventions/regles", reference="formulaire"),
    Scene("what-a-signature-asks", OFFICER, "/conventions/signature", reference="formulaire"),
    Scene("letters-of-the-house", OFFICER, "/equipe/courriers"),
    Scene("mailbox", "", "/courrier"),
    Scene("check-a-pdf", "", "/verifier", reference="formulaire"),
    Scene("partners", OFFICER, "/partenaires", reference="liste"),
    Scene("partner", OFFICER, "/partenaires", (GIVER,), reference="convention"),
    Scene("list-to-decide", OFFICER, "/reprises/", ("organisations-exemple.csv",)),
    Scene("new-partner", OFFICER, "/partenaires/nouveau", reference="formulaire"),
    Scene("receipts", OFFICER, "/recus"),
    Scene("check-a-receipt", "", "/verifier-un-recu"),
    Scene("simulator", "", "/simulateur-de-don?year=2026&turnover=4000000&gifts=50000"),
    Scene("simulator-of-a-person", "", "/simulateur-de-don?who=person&year=2026&income=40000&gifts=1000"),
    Scene("gifts-of-the-company", COMPANY_CONTACT, "/nos-dons"),
    Scene("facts", OFFICER, "/faits", reference="liste"),
    Scene("new-fact", OFFICER, "/faits/nouveau", reference="formulaire"),
    Scene("goals", OFFICER, "/objectifs"),
    Scene("money-books", OFFICER, "/tresorerie", reference="liste"),
    Scene("money-fund", OFFICER, "/tresorerie", ("Fonds École du Gardon (dém.)",), reference="convention"),
    Scene("money-programme", OFFICER, "/tresorerie", ("Fonds École du Gardon (dém.)", "Plateau de microscopie")),
    Scene("money-expected", OFFICER, "/tresorerie/attendus", reference="liste"),
    Scene("money-lines", FUND_OFFICER, "/tresorerie/lignes", reference="liste"),
    Scene("money-line", FUND_OFFICER, "/tresorerie/lignes", ("AMICALE DES ANCIENS (DEM.)",)),
    Scene("money-statements", FUND_OFFICER, "/tresorerie/releves", reference="liste"),
    Scene("money-import", FUND_OFFICER, "/tresorerie/releves/importer", reference="formulaire"),
    Scene("outcomes", OFFICER, "/mecenat/effets", reference="convention"),
    Scene("outcomes-spread", OFFICER, "/mecenat/effets/repartir", reference="formulaire"),
    Scene("outcomes-spending", OFFICER, "/mecenat/effets", ("Microscope des élèves, facture 97",), reference="formulaire"),
    Scene("outcomes-gift", OFFICER, "/dons?q=gardon", (GIVER, "Suivre ce don")),
    Scene("outcomes-report", OFFICER, "/dons?q=gardon", (GIVER, "Rapport au donateur")),
    Scene("outcomes-foundation", FUND_OFFICER, "/mecenat/fonds", reference="convention"),
    Scene("outcomes-campaign", OFFICER, "/campagnes", ("Un microscope pour les élèves du sous-sol",)),
    Scene("exchanges", OFFICER, "/echanges", reference="liste"),
    Scene("exchanges-session", OFFICER, "/echanges", ("Chaleur fatale : de l’usine au campus",)),
    Scene("exchanges-to-close", OFFICER, "/echanges", ("Ciments bas carbone, retours d’essais",)),
    Scene("exchanges-form", OFFICER, "/echanges/nouvelle", reference="formulaire"),
    Scene("exchanges-theme", OFFICER, "/echanges/themes", ("Décarbonation",)),
    Scene("exchanges-idea", OFFICER, "/idees", ("Chauffer la halle d’essais avec la chaleur de l’usine",)),
    Scene("exchanges-of-the-student", STUDENT, "/echanges?state=coming&sort=day"),
    Scene("exchanges-week-of-the-student", STUDENT, "/"),
    Scene("exchanges-public", "", "/echanges/publics"),
    Scene("exchanges-public-theme", "", "/echanges/publics", ("Décarbonation",)),
    Scene("portfolio", DIRECTOR, "/portefeuille", reference="liste"),
    Scene("portfolio-renewals", DIRECTOR, "/portefeuille/renouvellements", reference="liste"),
    Scene("portfolio-network", DIRECTOR, "/portefeuille/reseau"),
    Scene("portfolio-territory", DIRECTOR, "/portefeuille/territoire"),
    Scene("search", OFFICER, "/recherche?q=gardon"),
    Scene("team", DIRECTOR, "/equipe"),
    Scene("account", OFFICER, "/compte"),
    Scene("calendar", OFFICER, "/compte/calendrier"),
    Scene("letters-chosen", OFFICER, "/compte/courriers"),
    Scene("personal-data", OFFICER, "/donnees-personnelles"),
    Scene("not-found", OFFICER, "/nulle-part", reference="vide-erreur"),
    Scene("empty-week", EMPTY_SCHOOL_DIRECTOR, "/", reference="vide-erreur"),
    Scene("empty-agreements", EMPTY_SCHOOL_DIRECTOR, "/conventions", reference="vide-erreur"),
    Scene("empty-partners", EMPTY_SCHOOL_DIRECTOR, "/partenaires", reference="vide-erreur"),
    Scene("empty-facts", EMPTY_SCHOOL_DIRECTOR, "/faits", reference="vide-erreur"),
    Scene("thousand-agreements", FULL_SCHOOL_DIRECTOR, "/conventions", reference="liste"),
)


SIGNING = tuple(f"signing-{name}" for name in ("negotiated", "compared", "followed", "signatory", "template", "template-as-a-text"))
"""Pages of texts on their way to a signature, which the demo does not have: the names of what `negotiate_and_send` returns."""


def _signing_scenes(browser: Browser, address: str) -> list[Scene]:
    with visitor(browser, address, locale="en-GB") as writer:
        writer.comes_in_as(OFFICER)
        write_a_bit_of_all(writer)
        paths = negotiate_and_send(writer)
    return [Scene(name, "" if name == "signing-signatory" else OFFICER, path) for name, path in zip(SIGNING, paths, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m e2e.pictures", description="Photographs of every page.")
    parser.add_argument("--reference", type=Path, help="folder of the reference pictures, to lay ours beside")
    parser.add_argument("--only", default="", help="scenes whose name begins so")
    arguments = parser.parse_args()
    chosen = [scene for scene in SCENES if scene.name.startswith(arguments.only)]
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with own_server.running() as server, launched() as browser:
        own_server.load_django(server)
        if any(scene.person in (EMPTY_SCHOOL_DIRECTOR, FULL_SCHOOL_DIRECTOR) for scene in chosen):
            open_empty_school()
            open_full_school()
        if any(name.startswith(arguments.only) for name in SIGNING):
            chosen += [scene for scene in _signing_scenes(browser, server.address) if scene.name.startswith(arguments.only)]
        for scene in chosen:
            _photograph(browser, server.address, scene)
    _write_index(chosen, arguments.reference)


def _photograph(browser: Browser, address: str, scene: Scene) -> None:
    """Four pictures of a scene; one sentence when it cannot be reached."""
    with visitor(browser, address, viewport=WIDE) as person:
        if scene.person:
            person.comes_in_as(scene.person)
        person.goes(scene.path)
        for link in scene.links:
            person.presses(link)
        scene.act(person)
        for size, theme in _looks():
            person.page.set_viewport_size(size)  # type: ignore[arg-type]
            person.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            person.page.screenshot(path=OUTPUT / f"{scene.name}-{size['width']}-{theme}.png", full_page=True)


def _looks() -> Iterator[tuple[dict[str, int], str]]:
    yield from ((size, theme) for size in (WIDE, NARROW) for theme in ("light", "dark"))


def _write_index(scenes: list[Scene], reference: Path | None) -> None:
    """Ours to the left, the reference to the right."""
    models = sorted(reference.glob("*.png")) if reference else []
    for model in models:
        shutil.copy(model, OUTPUT / f"reference-{model.name}")
    rows = "".join(_row(scene, [model.name for model in models]) for scene in scenes)
    style = "body{font-family:sans-serif;margin:2rem}img{width:100%;border:1px solid #999}td{width:25%;vertical-align:top}"
    page = f"<!doctype html><meta charset=utf-8><title>Filon, pictures</title><style>{style}</style><table>{rows}</table>"
    (OUTPUT / "index.html").write_text(page)


def _row(scene: Scene, models: list[str]) -> str:
    ours = [f"{scene.name}-{size['width']}-{theme}.png" for size, theme in _looks()]
    cells = "".join(f"<td><a href='{escape(name)}'><img loading=lazy alt='' src='{escape(name)}'></a></td>" for name in ours)
    alike = [name for name in models if scene.reference and name.startswith(scene.reference)]
    beside = "".join(f"<td><img loading=lazy alt='' src='reference-{escape(name)}'></td>" for name in alike[:4])
    return f"<tr><th colspan=4>{escape(scene.name)}</th></tr><tr>{cells}</tr><tr>{beside}</tr>"


if __name__ == "__main__":
    main()
