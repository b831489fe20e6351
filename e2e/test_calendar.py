"""A company's contact puts her dates into her own calendar, and says which letters she wants; the auditor reads the register."""

from e2e import axe
from e2e.conftest import Arrives
from e2e.demo import COMPANY_CONTACT, OFFICER


def test_dates_in_ones_own_calendar(arrives: Arrives) -> None:
    contact = arrives(COMPANY_CONTACT)
    contact.goes("/compte")
    contact.page.get_by_role("link", name="Mes dates dans mon agenda").click()

    contact.page.get_by_role("button", name="Faire l’adresse").click()
    secret = contact.page.get_by_label("Secret address").or_(contact.page.get_by_label("Adresse secrète")).input_value()

    assert secret.endswith(".ics")
    assert axe.faults(contact, "/compte/calendrier, made") == []


def test_letters_and_register(arrives: Arrives) -> None:
    officer = arrives(OFFICER)

    officer.goes("/compte/courriers")
    officer.page.get_by_role("button", name="Enregistrer").click()

    assert "Votre choix est gardé." in officer.page.content()
    assert officer.goes("/donnees-personnelles") == 200
    assert axe.faults(officer, "/donnees-personnelles") == []
