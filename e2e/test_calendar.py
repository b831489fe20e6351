"""A company's contact puts her dates into her own calendar, and says which letters she wants; the auditor reads the register."""

from e2e import axe
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, OFFICER
from e2e.staging import link_that_stops_the_week


def test_dates_in_ones_own_calendar(arrives: Arrives) -> None:
    contact = arrives(COMPANY_CONTACT)
    contact.goes("/compte")
    contact.page.get_by_role("link", name="Mes dates dans mon agenda").click()

    contact.page.get_by_role("button", name="Faire une nouvelle adresse").click()
    secret = contact.page.get_by_label("Adresse secrète").input_value()

    assert secret.endswith(".ics")
    assert axe.faults(contact, "/compte/calendrier, made") == []


def test_letters_and_register(arrives: Arrives) -> None:
    officer = arrives(OFFICER)

    officer.goes("/compte/courriers")
    officer.page.get_by_label("Un courrier trois jours avant chaque date").check()
    officer.page.get_by_role("button", name="Enregistrer").click()

    assert "Votre choix est gardé." in officer.page.content()
    assert axe.faults(officer, "/compte/courriers") == []
    assert officer.goes("/donnees-personnelles") == 200
    assert axe.faults(officer, "/donnees-personnelles") == []


def test_a_letter_stops_by_its_link(arrives: Arrives) -> None:
    path = link_that_stops_the_week()
    nobody = arrives()

    assert nobody.goes(path) == 200
    assert axe.faults(nobody, "the link of a letter") == []
    nobody.page.get_by_role("button", name="Arrêter ces courriers").click()

    assert axe.faults(nobody, "letters stopped") == []
    officer = arrives(OFFICER)
    officer.goes("/compte/courriers")
    assert officer.page.get_by_label("Ma semaine par courrier, le lundi matin").is_checked() is False


def test_ones_own_data_are_read_and_a_demand_is_answered(arrives: Arrives) -> None:
    contact, officer = arrives(COMPANY_CONTACT), arrives(OFFICER)

    assert contact.goes("/compte/donnees") == 200
    assert axe.faults(contact, "/compte/donnees") == []
    officer.goes("/donnees-personnelles/demandes")
    assert axe.faults(officer, "/donnees-personnelles/demandes") == []
    officer.page.get_by_role("link", name="Marc Delmas").click()
    assert axe.faults(officer, "a demand that waits") == []
    officer.page.get_by_role("button", name="Effacer ce qui peut l’être").click()
    officer.page.get_by_role("dialog").get_by_role("button", name="Effacer", exact=True).click()

    assert "Ce qui pouvait partir est effacé." in officer.page.content()
    assert "Marc Delmas" not in officer.page.content()
    assert axe.faults(officer, "a demand that was answered") == []
