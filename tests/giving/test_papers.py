"""The PDF of a receipt: every mention of its form, the same bytes, sealed, tried again, and cancelled."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.core import mail
from django.utils import timezone

from filon.engines.tax import receipts
from filon.engines.tax.receipts import Need, missing_fields
from filon.giving.kinds import InKind, SkillsForm
from filon.giving.models import ReceiptContent, ReceiptCounter, ReceiptRendering, RenderingFailure, TaxReceipt
from filon.giving.queries import week
from filon.giving.queries.contributed import may_read_paper
from filon.giving.queries.receipt_paper import Ended, form_of, paper_values, read, receipt_pdf
from filon.giving.queries.receipt_sheet import papers_failed
from filon.giving.services import papers
from filon.giving.services.receipts import receipt_cancel, receipt_issue, receipt_replace
from filon.kernel import clock, files
from filon.kernel.pdf import CannotTypeset
from filon.kernel.seal import own_trust, validate
from filon.people.models import User
from filon.people.roles import Role
from tests.factories.agreements import member
from tests.factories.giving import Giving, ready
from tests.kernel.poppler import needs_poppler, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

SKILLS = {
    "kind": InKind.SKILLS,
    "form": SkillsForm.SECONDMENT,
    "description": "Une ingénieure, trois mois à mi-temps",
    "statement": {"months": 3, "share_hundredths": 50, "cost_cents": 900_000},
}


def of_money(giving: Giving) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[giving.pay(giving.instalments()[0]).uuid])


def in_kind(giving: Giving) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(giving.pledge.donor).uuid])


def of_skills(giving: Giving) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(giving.pledge.donor, **SKILLS).uuid])


def of_a_person(giving: Giving) -> TaxReceipt:
    return receipt_issue(by=giving.officer, gift_ids=[giving.in_kind(giving.individual(1)).uuid])


KINDS = [
    (of_money, {Need.ALWAYS, Need.CASH}),
    (in_kind, {Need.ALWAYS, Need.KIND}),
    (of_skills, {Need.ALWAYS, Need.KIND, Need.SKILLS}),
    (of_a_person, {Need.ALWAYS, Need.KIND}),
]


def content_of(receipt: TaxReceipt) -> dict:
    return read(ReceiptContent.objects.get(receipt=receipt).text)


def bare(text: str) -> str:
    """Its letters and figures alone: a paper breaks lines where it must."""
    return re.sub(r"[\W_]+", "", text)


def made(receipt: TaxReceipt) -> bytes:
    papers.receipt_paper_make(receipt.pk)
    with files.file_open(receipt.renderings.order_by("id").last().file) as opened:
        return opened.read()


@pytest.mark.parametrize(("issued", "needs"), KINDS)
def test_layout_is_given_every_mandatory_mention_of_the_form(issued, needs):
    content = content_of(issued(ready()))

    values = paper_values(content)

    form = form_of(content)
    told = [row["label"] for section in values["sections"] for row in section["rows"]]
    asked = [field for field in form.fields if field.need in needs and field.section not in ("header", "signature")]
    assert missing_fields(form, content["fields"], holding=needs - {Need.ALWAYS}) == ()
    assert [field.label_fr for field in asked if field.label_fr not in told] == []


@needs_poppler[0]
@needs_poppler[1]
@pytest.mark.parametrize(("issued", "needs"), KINDS)
def test_every_mandatory_mention_of_the_form_is_printed(issued, needs):
    receipt = issued(ready())
    content = content_of(receipt)

    printed = bare(words_of(receipt_pdf(content, digest=receipt.digest), "-raw"))

    asked = [field for field in form_of(content).fields if field.need in needs]
    parts = {part: content["fields"][part] for field in asked for part in field.parts}
    assert [part for part, text in parts.items() if bare(text) not in printed] == []
    assert bare(content["code"]) in printed
    assert bare(content["check_at"]) in printed


def test_paper_of_a_receipt_is_the_same_bytes_each_time():
    receipt = of_money(ready())

    first, second = (receipt_pdf(content_of(receipt), digest=receipt.digest) for _time in range(2))

    assert first == second
    assert b"pdfaid" in first


def test_paper_of_a_replaced_receipt_names_its_successor():
    receipt = of_money(ready())

    values = paper_values(content_of(receipt), Ended(dt.date(2026, 3, 1), "2026-000002"))

    assert values["notices"] == [
        "Ce reçu est annulé depuis le 1ᵉʳ\xa0mars 2026 : il n’ouvre droit à rien. Il est remplacé par le reçu n° 2026-000002."
    ]


def test_forms_have_no_section_that_no_paper_shows():
    sections = {field.section for form in receipts.forms() for field in form.fields}

    assert sections - {"header", "signature", "gift", "beneficiary", "donor", "gift in kind", "payment", "total", "dates"} == set()


def test_task_seals_the_paper_once(work):
    receipt = of_money(ready())

    work()

    said = validate(made(receipt), trust=own_trust())
    assert (said.is_ours, said.is_untouched, len(said.signatures)) == (True, True, 1)
    assert ReceiptRendering.objects.filter(receipt=receipt).count() == 1


def week_of(person):
    """What it says now of PDFs, whatever was read of her before."""
    return list(week.week_items(User.objects.get_queryset().get(pk=person.pk), timezone.localdate()))


def test_failed_rendering_keeps_the_number_is_told_and_tried_again():
    giving = ready()
    receipt = of_money(giving)
    content = ReceiptContent.objects.get(receipt=receipt)
    whole = content.text
    spoilt = json.loads(whole)
    spoilt["fields"]["donor_name"] = "Société \U0010ffff"
    ReceiptContent.objects.filter(pk=content.pk).update(text=json.dumps(spoilt))

    with pytest.raises(CannotTypeset):
        papers.receipt_paper_make(receipt.pk)

    failure = RenderingFailure.objects.get(receipt=receipt)
    assert "cannot be printed" in failure.why
    assert [each.receipt for each in papers_failed(giving.officer)] == [receipt]
    assert [item.title for item in week_of(giving.officer)] == ["PDF of 1 tax receipt could not be made"]
    assert week_of(member(receipt.host, Role.AUDITOR)) == []
    assert ReceiptCounter.objects.get(issuer=receipt.issuer).last == 1

    ReceiptContent.objects.filter(pk=content.pk).update(text=whole)
    papers.receipt_paper_make(receipt.pk)

    assert not RenderingFailure.objects.exists()
    assert week_of(giving.officer) == []
    assert receipt_issue(by=giving.officer, gift_ids=[giving.pay(giving.instalments()[1]).uuid]).number == 2


def test_papers_that_are_late_are_asked_for_again_less_and_less_often():
    receipt = of_money(ready())

    with clock.told_on(timezone.localdate() + dt.timedelta(days=1)):
        asked = papers.papers_catch_up()
        RenderingFailure.objects.create(receipt=receipt, why="Non", tries=3, tried_at=clock.now() - dt.timedelta(minutes=30))
        waits = papers.papers_catch_up()

    assert (asked, waits) == (1, 0)


def test_cancelled_receipt_gets_a_second_paper_and_its_donor_reads_that_one(work):
    giving = ready()
    receipt = of_money(giving)
    work()
    receipt_replace(by=giving.officer, receipt_id=receipt.uuid, reason="Adresse erronée")

    work()

    before, after = (receipt.renderings.get(is_cancelled=ended).file for ended in (False, True))
    contact = giving.world.contact
    assert (may_read_paper(contact, before), may_read_paper(contact, after)) == (False, True)
    assert may_read_paper(giving.officer, before)


def test_paper_of_a_person_is_read_by_those_who_may_know_her(work):
    giving = ready()
    receipt = of_a_person(giving)
    work()
    paper = receipt.renderings.get().file

    assert may_read_paper(giving.officer, paper)
    assert not may_read_paper(member(giving.world.host, Role.SUSTAINABILITY_OFFICER), paper)


def test_people_of_the_donor_are_written_when_the_paper_is_ready(work):
    giving = ready()
    receipt = of_money(giving)

    work()

    letters = [letter for letter in mail.outbox if receipt.reference in letter.subject]
    assert [letter.to for letter in letters] == [[giving.world.contact.email]]
    assert str(receipt.uuid) in letters[0].body


def test_cancellation_is_told_and_a_replacement_once(work):
    giving = ready()
    first, second = of_money(giving), in_kind(giving)
    work()
    mail.outbox.clear()
    receipt_cancel(by=giving.officer, receipt_id=second.uuid, reason="Repris")
    new = receipt_replace(by=giving.officer, receipt_id=first.uuid, reason="Adresse erronée")

    work()

    told = sorted(letter.subject for letter in mail.outbox)
    language = giving.world.contact.language or "fr"
    assert len(told) == 2
    assert [second.reference in told[0], new.reference in told[1], first.reference in told[1]] == [True, True, True], language
