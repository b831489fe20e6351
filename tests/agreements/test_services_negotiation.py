"""A draft goes out as DOCX and comes back: each change is read beside what was sent and taken by somebody, or left."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementVersion, Clause, ReturnedText, SentText
from filon.agreements.queries.negotiated import unmarked, with_names
from filon.agreements.queries.negotiation import Proposal, Stand, proposals_of
from filon.agreements.services import drafting, negotiation
from filon.kernel.errors import Refused
from filon.kernel.files import file_open
from filon.kernel.manuscript import Fate
from filon.kernel.manuscript.comparison import plain
from filon.kernel.models import AppendOnlyError, AuditEvent
from tests.factories.agreements import ONCE, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def world_with(*clauses: ClauseInput) -> World:
    world = World()
    world.draft = world.set_term()
    world.pay(3_000_000)
    for clause in clauses:
        drafting.clause_add(by=world.officer, version_id=world.draft.uuid, clause=clause)
    return world


def ordinary() -> World:
    return world_with(
        ClauseInput("Préambule", "Les parties se connaissent.", part="recital"),
        ClauseInput("Objet", "Le donateur verse {montant} avant le 1ᵉʳ mars."),
        ClauseInput("Droit", "Le droit français s’applique."),
    )


def sent_by(world: World, language: Any = "fr") -> SentText:
    return negotiation.text_send(by=world.officer, version_id=world.draft.uuid, language=language)


def document(sent: SentText) -> Any:
    with file_open(sent.file) as content:
        return Document(BytesIO(content.read()))


def written(opened: Any) -> BytesIO:
    buffer = BytesIO()
    opened.save(buffer)
    buffer.seek(0)
    return buffer


def paragraph(opened: Any, words: str) -> Any:
    return next(one for one in opened.paragraphs if words in one.text)


def rewritten(opened: Any, words: str, new: str) -> None:
    """A paragraph with other words; its bookmark stays."""
    found = paragraph(opened, words)
    text = found.text.replace(words, new)
    for run in found.runs[1:]:
        run.text = ""
    found.runs[0].text = text


def returned_with(world: World, sent: SentText, opened: Any) -> list[Proposal]:
    row = negotiation.text_receive(by=world.officer, sent_id=sent.uuid, upload=written(opened), name="retour.docx")
    return list(read_again(row))


def read_again(row: ReturnedText) -> Any:
    row.sent.version = AgreementVersion.objects.select_related("agreement__host", "agreement__kind").get(pk=row.sent.version_id)
    return proposals_of(row)


def changed(proposals: list[Proposal]) -> list[Proposal]:
    return [one for one in proposals if one.stand is not Stand.SAME]


def take(world: World, proposal: Proposal, seen: str | None = None) -> Proposal:
    row = ReturnedText.objects.latest("id")
    return negotiation.change_take(
        by=world.officer, returned_id=row.uuid, place=proposal.place, seen=proposal.seen if seen is None else seen
    )


def text_of(world: World, heading: str) -> str:
    return Clause.objects.get(version=world.draft, heading_fr=heading).text_fr


def test_text_that_comes_back_as_it_was_changes_nothing() -> None:
    world = ordinary()
    world.promise(ONCE, 1)
    sent = sent_by(world)

    proposals = returned_with(world, sent, document(sent))

    assert changed(proposals) == []
    assert len(proposals) > 6


def test_changed_clause_is_shown_in_words_and_the_draft_stays_until_it_is_taken() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "1ᵉʳ mars", "30 juin")

    (change,) = changed(returned_with(world, sent, opened))
    before = text_of(world, "Objet")
    take(world, change)

    assert (change.difference.fate, change.stand) == (Fate.CHANGED, Stand.OPEN)
    assert [run.text for run in change.difference.text.runs if run.change.value != "same"] == ["1ᵉʳ mars", "30 juin"]
    assert before == "Le donateur verse {montant} avant le 1ᵉʳ mars."
    assert text_of(world, "Objet") == "Le donateur verse {montant} avant le 30 juin."
    assert AuditEvent.objects.filter(action="agreement.change_taken").count() == 1


def test_value_that_was_changed_is_taken_as_it_was_written() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, paragraph(opened, "Le donateur verse").text, "Le donateur verse 12 000 € avant le 1ᵉʳ mars.")

    (change,) = changed(returned_with(world, sent, opened))
    take(world, change)

    assert text_of(world, "Objet") == "Le donateur verse 12 000 € avant le 1ᵉʳ mars."


def test_taken_change_is_said_to_be_taken_and_is_not_taken_twice() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "français", "belge")
    (change,) = changed(returned_with(world, sent, opened))
    take(world, change)

    (again,) = changed(list(read_again(ReturnedText.objects.get())))

    assert again.stand is Stand.TAKEN
    with pytest.raises(Refused, match="The draft says so already"):
        take(world, again)


def test_new_article_is_added_at_the_end_with_its_heading() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    paragraph(opened, "Le droit français").insert_paragraph_before("Article 9 – Assurance", style="Heading 2")
    paragraph(opened, "Le droit français").insert_paragraph_before("Chacun est assuré.")
    proposals = changed(returned_with(world, sent, opened))
    new = next(one for one in proposals if one.difference.key is None)

    take(world, new)

    added = Clause.objects.filter(version=world.draft).order_by("-position")[0]
    assert (new.difference.fate, added.heading_fr, added.part) == (Fate.ADDED, "Assurance", "article")
    assert added.text_fr.startswith("Chacun est assuré.")


def test_removed_clause_is_removed_when_taken() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    for words in ("Article 2", "Le droit français"):
        element = paragraph(opened, words)._p
        element.getparent().remove(element)

    (change,) = [one for one in changed(returned_with(world, sent, opened)) if one.difference.fate is Fate.REMOVED]
    take(world, change)

    assert not Clause.objects.filter(version=world.draft, heading_fr="Droit").exists()
    assert text_of(world, "Objet")


def test_change_of_the_terms_is_shown_and_not_taken() -> None:
    world = ordinary()
    world.promise(ONCE, 1)
    sent = sent_by(world)
    opened = document(sent)
    opened.tables[0].rows[1].cells[2].text = "99"

    (change,) = changed(returned_with(world, sent, opened))

    assert (change.stand, change.step) == (Stand.TERMS, "commitments")
    with pytest.raises(Refused, match="made from the terms"):
        take(world, change)


def test_draft_that_moved_on_is_said_so_and_what_was_read_must_still_be_there() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "français", "belge")
    returned_with(world, sent, opened)
    drafting.clause_change(
        by=world.officer, version_id=world.draft.uuid, position=3, clause=ClauseInput("Droit", "Le droit suisse s’applique.")
    )
    (change,) = changed(list(read_again(ReturnedText.objects.get())))

    drafting.clause_change(
        by=world.officer, version_id=world.draft.uuid, position=3, clause=ClauseInput("Droit", "Le droit italien s’applique.")
    )

    assert change.stand is Stand.CHANGED
    with pytest.raises(Refused, match="has changed since you read this page"):
        take(world, change)
    assert text_of(world, "Droit") == "Le droit italien s’applique."


def test_clause_is_found_again_when_the_draft_was_put_in_another_order() -> None:
    world = ordinary()
    sent = sent_by(world)
    opened = document(sent)
    rewritten(opened, "français", "belge")
    drafting.clause_move(by=world.officer, version_id=world.draft.uuid, position=3, places=-1)

    (change,) = changed(returned_with(world, sent, opened))
    take(world, change)

    assert change.stand is Stand.OPEN
    assert text_of(world, "Droit") == "Le droit belge s’applique."
    assert text_of(world, "Objet") == "Le donateur verse {montant} avant le 1ᵉʳ mars."


def test_english_negotiation_writes_the_english_text() -> None:
    world = world_with(ClauseInput("Droit", "Le droit français s’applique.", "Law", "French law applies."))
    sent = sent_by(world, "en")
    opened = document(sent)
    rewritten(opened, "French", "Belgian")

    (change,) = changed(returned_with(world, sent, opened))
    take(world, change)

    clause = Clause.objects.get(version=world.draft)
    assert (clause.text_fr, clause.text_en) == ("Le droit français s’applique.", "Belgian law applies.")


def test_same_draft_gives_the_same_document() -> None:
    world = ordinary()

    first, second = sent_by(world), sent_by(world)

    assert first.file.sha256 == second.file.sha256
    assert first.parts == second.parts


def test_document_of_another_draft_is_refused() -> None:
    world, other = ordinary(), ordinary()
    sent = sent_by(world)

    with pytest.raises(Refused, match="This is not the document that was sent") as caught:
        returned_with(world, sent, document(sent_by(other)))

    assert caught.value.field == "file"
    assert ReturnedText.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a Word document"),
        (b"%PDF-1.7", "not a Word document"),
        (b"PK\x03\x04 damaged", "is damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old Word format"),
        (b"PK" + b"0" * (20 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_file_that_is_none_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    world = ordinary()
    sent = sent_by(world)

    with pytest.raises(Refused, match=sentence) as caught:
        negotiation.text_receive(by=world.officer, sent_id=sent.uuid, upload=BytesIO(content), name="retour.docx")

    assert caught.value.field == "file"
    assert ReturnedText.objects.count() == 0


def test_document_with_macros_is_refused() -> None:
    world = ordinary()
    sent = sent_by(world)
    buffer = written(document(sent))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    buffer.seek(0)

    with pytest.raises(Refused, match="contains macros"):
        negotiation.text_receive(by=world.officer, sent_id=sent.uuid, upload=buffer, name="retour.docx")


def test_negotiation_is_the_school_s_own() -> None:
    world, other = ordinary(), ordinary()
    sent = sent_by(world)

    with pytest.raises(Http404):
        negotiation.text_receive(by=other.officer, sent_id=sent.uuid, upload=BytesIO(b""), name="retour.docx")
    with pytest.raises(PermissionDenied):
        negotiation.text_receive(by=world.auditor, sent_id=sent.uuid, upload=BytesIO(b""), name="retour.docx")


def test_what_was_sent_is_never_changed() -> None:
    sent = sent_by(ordinary())
    sent.language = "en"

    with pytest.raises(AppendOnlyError):
        sent.save()


WORDS = st.lists(st.sampled_from(["le", "don", "de", "30 000 €", "avant", "mars", "et", "\n\n"]), max_size=12).map(" ".join)


@given(before=WORDS, after=WORDS, returned=WORDS)
def test_names_come_back_only_where_they_print_what_came_back(before: str, after: str, returned: str) -> None:
    text, spans = unmarked(plain(f"{before} \ue00030 000 €\uf8ff {after}"))

    named = with_names({"text": text, "spans": spans}, plain(returned), {"titre": "30 000 €"})

    assert plain(named.replace("{titre}", "30 000 €")) == plain(returned)
    assert [text[span.start : span.end] for span in spans] == ["30 000 €"]
