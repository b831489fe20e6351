"""What donors find again, what anybody may check, what a gift would give."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from filon.giving import samples
from filon.giving.models import DonorLink, IssueRun, TaxReceipt
from filon.giving.queries.receipt_content import code_hash
from filon.giving.queries.receipt_paper import read as read_content
from filon.giving.queries.verifying import Standing, receipt_verified
from filon.giving.services.calls import instalment_call
from filon.giving.services.donor_links import LinkLapsed, donor_of_link, link_make
from filon.giving.services.donors import donor_personal_erase
from filon.giving.services.issuing import issue_run_start
from filon.giving.services.receipts import receipt_cancel, receipt_issue, receipt_replace
from filon.kernel import clock
from filon.people.keys import hash_of
from tests.agreements.pages import ENGLISH, read, send, words
from tests.factories.giving import Giving, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

YEAR = {"start": dt.date(2024, 1, 1), "end": dt.date(2025, 1, 1)}


def issued(giving: Giving) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[giving.pay(giving.instalments()[0]).uuid])


def code_of(receipt: TaxReceipt) -> str:
    code: str = read_content(receipt.content.text)["code"]
    return code


def checked(client, number: str, code: str, status: int = 200) -> str:
    return words(client.post(reverse("giving:verify"), {"number": number, "code": code}, headers=ENGLISH), status)


def test_code_stands_on_the_paper_and_its_hash_alone_beside():
    receipt = issued(ready())

    code = code_of(receipt)

    assert re.fullmatch(r"(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}", code)
    assert receipt.code_hash == code_hash(code.lower().replace("-", " "))


def test_whoever_holds_the_paper_learns_that_it_holds_and_not_who_gave(client):
    giving = ready()
    receipt = issued(giving)

    said = checked(client, receipt.reference, code_of(receipt))

    assert "This receipt was issued here, and holds." in said
    assert "€40,000" in said
    assert giving.world.school.name in said
    assert giving.world.company.name not in said


def test_cancelled_and_replaced_receipts_say_so():
    giving = ready()
    first = issued(giving)
    second = receipt_replace(by=giving.officer, receipt_id=first.uuid, reason="Adresse erronée")
    replaced = receipt_verified(first.reference, code_of(first))
    receipt_cancel(by=giving.officer, receipt_id=second.uuid, reason="Rendu")

    cancelled = receipt_verified(second.reference, code_of(second))

    assert (replaced.standing, replaced.replaced_by) == (Standing.REPLACED, second.reference)
    assert cancelled.standing == Standing.CANCELLED


@pytest.mark.parametrize("number", ["", "2026", "2026-999999", "n’importe quoi", "²⁰²⁶-1"])
def test_unknown_number_is_unknown(number):
    receipt = issued(ready())

    assert receipt_verified(number, code_of(receipt)).standing == Standing.UNKNOWN


def test_wrong_code_is_unknown(client):
    receipt = issued(ready())

    said = checked(client, receipt.reference, "AAAA-BBBB-CCCC-DDDD")

    assert "No receipt issued here bears this number and this code." in said


def test_tries_are_counted(client, monkeypatch):
    from filon.people import throttle  # noqa: PLC0415

    monkeypatch.setitem(throttle.LIMITS, "key", {"ip": throttle.Limit(1)})
    checked(client, "2026-1", "AAAA")

    said = checked(client, "2026-1", "AAAA", 422)

    assert "Too many tries" in said


def test_people_of_the_company_find_receipts_statements_and_calls(client, work):
    giving = ready()
    receipt = issued(giving)
    instalment = giving.instalments()[1]
    call = instalment_call(by=giving.officer, instalment_id=instalment.uuid, channel="letter", language="fr")
    work()

    said = read(client, giving.world.contact, reverse("giving:own"))

    paper = receipt.renderings.get().file
    assert reverse("files:download", args=[paper.uuid]) in said
    assert reverse("giving:statement_paper", args=[receipt.donor.uuid, 2024]) in said
    assert reverse("giving:call_paper", args=[call.uuid]) in said
    assert f'href="{reverse("giving:report", args=[receipt.donor.uuid, 2024])}"' in said
    assert client.get(reverse("files:download", args=[paper.uuid])).status_code == 200
    for name, ids in (("statement_paper", [receipt.donor.uuid, 2024]), ("call_paper", [call.uuid])):
        assert client.get(reverse(f"giving:{name}", args=ids)).content.startswith(b"%PDF")


def test_reason_that_is_refused_when_empty_is_not_called_optional(client):
    giving = ready()
    receipt = issued(giving)

    pages = [read(client, giving.officer, reverse(f"giving:{name}", args=[receipt.uuid])) for name in ("cancel", "replace")]

    assert ["(optional)" in said for said in pages] == [False, False]


def test_officer_finds_nothing_of_her_own_there(client):
    giving = ready()
    issued(giving)

    said = read(client, giving.officer, reverse("giving:own"))

    assert "No gift of your organisation is known here" in said


def person(giving: Giving, number: int = 1) -> TaxReceipt:
    donor = giving.individual(number)
    return receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(donor).uuid])


def test_personal_link_opens_as_often_as_it_is_followed(client, work):
    giving = ready()
    receipt, other = person(giving), person(giving, 2)
    work()
    key = link_make(receipt.donor)
    page, paper = reverse("giving:donor_papers", args=[key]), reverse("giving:donor_paper", args=[key, receipt.uuid])

    answers = [client.get(page, headers=ENGLISH) for _time in range(2)]
    downloaded = client.get(paper)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert receipt.reference in answers[0].content.decode()
    assert other.reference not in answers[0].content.decode()
    assert {answer.headers["Referrer-Policy"] for answer in (*answers, downloaded)} == {"no-referrer"}
    assert b"".join(downloaded.streaming_content).startswith(b"%PDF")
    assert client.get(reverse("giving:donor_paper", args=[key, other.uuid])).status_code == 404


def test_key_of_a_link_is_kept_as_a_hash():
    giving = ready()

    key = link_make(giving.individual())

    assert (len(key), DonorLink.objects.get().key_hash) == (43, hash_of(key))


def test_lapsed_link_opens_nothing(client):
    giving = ready()
    with clock.told_on(timezone.localdate() - dt.timedelta(days=91)):
        key = link_make(giving.individual())

    with pytest.raises(LinkLapsed):
        donor_of_link(key)

    said = client.get(reverse("giving:donor_papers", args=[key]), headers=ENGLISH)
    assert (said.status_code, said.headers["Referrer-Policy"]) == (410, "no-referrer")


def test_links_of_an_erased_person_open_nothing():
    giving = ready()
    donor = giving.individual()
    key = link_make(donor)

    donor_personal_erase(by=giving.officer, donor_id=donor.uuid)

    with pytest.raises(LinkLapsed):
        donor_of_link(key)


def test_individual_with_an_address_gets_a_link(client, work):
    giving = ready()
    donor = giving.individual()
    donor.personal.values = {**donor.personal.values, "email": "camille@exemple.example"}
    donor.personal.save()
    receipt = receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(donor).uuid])

    work()

    letter = next(letter for letter in mail.outbox if letter.to == ["camille@exemple.example"])
    link = re.search(r"/mes-recus/[\w-]{43}", letter.body)[0]
    assert receipt.reference in client.get(link, headers=ENGLISH).content.decode()


def test_receipt_is_sent_again_or_says_that_nobody_can_be_written_to(client, work):
    giving = ready()
    receipt, silent = issued(giving), person(giving)
    work()
    mail.outbox.clear()

    answer = send(client, giving.officer, reverse("giving:send", args=[receipt.uuid]))
    work()

    assert (answer.status_code, len(mail.outbox)) == (303, 1)
    assert "Nobody can be written to" in send(client, giving.officer, reverse("giving:send", args=[silent.uuid])).content.decode()


SUBJECTS = {
    "fr": ["est prêt", "remplace le", "est annulé"],
    "en": ["is ready", "replaces", "is cancelled"],
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_letters_about_receipts_are_shown_as_they_leave(language):
    giving = ready()
    kinds = [kind for kind in samples.KINDS if kind.code.startswith("giving.receipt")]

    letters = [kind.sample(giving.officer, giving.world.host, language) for kind in kinds]

    assert [words in str(letter.subject) for words, letter in zip(SUBJECTS[language], letters, strict=True)] == [True, True, True]
    assert ["%(" in str(letter.body) for letter in letters] == [False, False, False]


def test_bulk_issue_is_found_again_and_downloaded_as_one_archive(client, work):
    giving = ready()
    giving.pay(giving.instalments()[0])
    run = issue_run_start(by=giving.officer, host_id=giving.world.host.pk, issuer_id=giving.world.school.uuid, **YEAR)
    work()

    page = read(client, giving.officer, reverse("giving:issue_run", args=[run.uuid]))
    listed = read(client, giving.officer, reverse("giving:issue_many"))
    archive = client.get(reverse("giving:run_archive", args=[run.uuid]))

    receipt = TaxReceipt.objects.get(run=run)
    assert IssueRun.objects.get().issued == 1
    assert "Download 1 receipt (ZIP)" in page
    assert reverse("giving:issue_run", args=[run.uuid]) in listed
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))) as opened:
        assert opened.namelist() == [f"recu-{receipt.reference}.pdf"]
        assert opened.testzip() is None
        assert opened.read(opened.namelist()[0]).startswith(b"%PDF")


def simulated(client, **figures: str) -> str:
    return words(client.get(reverse("giving:simulator"), figures, headers=ENGLISH), 200)


def test_simulator_says_what_a_company_may_take_off(client):
    said = simulated(client, year="2026", turnover="4 000 000", gifts="50 000")

    assert "Gifts of €50,000 give a reduction of €12,000: they cost €38,000." in said
    assert "€30,000 exceed the ceiling" in said
    assert "Indicative" in said


def test_simulator_uses_what_former_exercices_left(client):
    said = simulated(client, year="2026", turnover="4 000 000", gifts="0", turnover_1="4 000 000", gifts_1="30 000")

    assert "give a reduction of €6,000" in said


def test_simulator_says_what_a_person_may_take_off(client):
    said = simulated(client, who="person", year="2026", income="40 000", gifts="1 000")

    assert "Gifts of €1,000 give a reduction of €660: they cost €340." in said


def test_simulator_refuses_what_is_no_amount(client):
    words(client.get(reverse("giving:simulator"), {"year": "2026", "turnover": "beaucoup", "gifts": "1"}, headers=ENGLISH), 422)
