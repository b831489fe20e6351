"""What goes out as DOCX comes back part by part."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from filon.engines.wording_difference import Change
from filon.kernel.errors import Refused
from filon.kernel.manuscript import Article, Fate, Part, Recital, compare, parts_of
from filon.kernel.wordprocessor import Remark, read_docx, reading, write_docx
from tests.factories.manuscripts import TABLE, article, manuscript

WORDS = some.text(alphabet="ab é-\n«*", max_size=40)
LINE = some.text(alphabet="abé «-–.1", min_size=1, max_size=20).map(lambda text: " ".join(text.split()))


def edited(content: bytes, change: Callable[..., None]) -> bytes:
    """As a word processor would save it after `change`."""
    document = Document(io.BytesIO(content))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fates(content: bytes) -> list[tuple[str | None, Fate]]:
    sent = manuscript()
    found = compare(parts_of(sent), read_docx(content, sent=sent).parts)
    return [(one.key, one.fate) for one in found if one.fate is not Fate.SAME]


def test_same_text_gives_the_same_bytes() -> None:
    assert write_docx(manuscript()) == write_docx(manuscript())


def test_archive_holds_no_moment_of_writing() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(manuscript()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-03-03T09:30:00Z" in archive.read("docProps/core.xml")


def test_document_says_what_the_text_says() -> None:
    document = Document(io.BytesIO(write_docx(manuscript())))
    styled = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs]

    assert styled[0] == ("Title", "Convention de mécénat")
    assert ("Heading 2", "Article 2 – Montant") in styled
    assert ("List Bullet", "verser 30 000 € avant le 1ᵉʳ mars ;") in styled
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1] == ["Don", "30 000 €"]


def test_what_comes_back_untouched_is_what_was_sent() -> None:
    sent = manuscript()

    found = read_docx(write_docx(sent), sent=sent)

    assert (found.parts, found.is_ours, found.remarks) == (parts_of(sent), True, ())


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=some.lists(some.tuples(LINE, WORDS), min_size=1, max_size=4), closing=WORDS)
def test_any_text_comes_back_as_it_was_sent(texts: list[tuple[str, str]], closing: str) -> None:
    articles = tuple(Article(f"a{number}", title, text) for number, (title, text) in enumerate(texts))
    sent = manuscript(articles=articles, closing=closing, recitals=(Recital("why", closing),))

    found = read_docx(write_docx(sent), sent=sent)

    assert {one.fate for one in compare(parts_of(sent), found.parts)} == {Fate.SAME}


def test_changed_words_are_told_with_their_article() -> None:
    def change(document: Document) -> None:  # type: ignore[valid-type]
        [paragraph] = [one for one in document.paragraphs if one.text.startswith("verser")][:1]  # type: ignore[attr-defined]
        paragraph.runs[0].text = paragraph.text.replace("30 000", "45 000")

    sent = manuscript()
    found = compare(parts_of(sent), read_docx(edited(write_docx(sent), change), sent=sent).parts)

    [changed] = [one for one in found if one.fate is not Fate.SAME]
    assert (changed.key, changed.fate) == ("object", Fate.CHANGED)
    assert [run.text for run in changed.text.runs if run.change is not Change.SAME] == ["30", "45"]


def test_removed_and_new_articles_are_told() -> None:
    def change(document: Document) -> None:  # type: ignore[valid-type]
        paragraphs = document.paragraphs  # type: ignore[attr-defined]
        start = next(number for number, one in enumerate(paragraphs) if one.text == "Article 1 – Objet")
        end = next(number for number, one in enumerate(paragraphs) if one.text == "Article 2 – Montant")
        paragraphs[end].insert_paragraph_before("Article 2 – Confidentialité", style="Heading 2")
        paragraphs[end].insert_paragraph_before("Les parties se taisent.")
        for one in paragraphs[start:end]:
            one._p.getparent().remove(one._p)

    sent = manuscript()
    found = read_docx(edited(write_docx(sent), change), sent=sent)

    assert Part(None, "Confidentialité", "Les parties se taisent.") in found.parts
    assert sorted(fates(edited(write_docx(sent), change)), key=str) == [("object", Fate.REMOVED), (None, Fate.ADDED)]


def test_changed_table_is_told() -> None:
    def change(document: Document) -> None:  # type: ignore[valid-type]
        document.tables[0].rows[1].cells[1].text = "45 000 €"  # type: ignore[attr-defined]

    assert fates(edited(write_docx(manuscript()), change)) == [("money", Fate.CHANGED)]


def test_remark_in_the_margin_is_told_with_its_article() -> None:
    def change(document: Document) -> None:  # type: ignore[valid-type]
        paragraph = next(one for one in document.paragraphs if one.text.startswith("L'école met"))  # type: ignore[attr-defined]
        document.add_comment(paragraph.runs, text="Trois stands, pas deux ?", author="Paul Dupont", initials="PD")  # type: ignore[attr-defined]

    sent = manuscript()

    found = read_docx(edited(write_docx(sent), change), sent=sent)

    assert found.remarks == (Remark("object", "Paul Dupont", "Trois stands, pas deux ?"),)
    assert fates(edited(write_docx(sent), change)) == []


def test_document_that_is_not_ours_is_read_and_told() -> None:
    document = Document()
    document.add_paragraph("Bonjour")
    buffer = io.BytesIO()
    document.save(buffer)

    found = read_docx(buffer.getvalue(), sent=manuscript())

    assert (found.is_ours, found.parts) == (False, (Part(None, "", "Bonjour"),))


def test_titles_lose_their_numbers_only() -> None:
    titles = ["Objet – suite", "Article", "3 – trois", "Annexe technique", ""]
    sent = manuscript(articles=tuple(article(f"a{number}", title=title) for number, title in enumerate(titles)))

    found = read_docx(write_docx(sent), sent=sent)

    assert [part.title for part in found.parts if str(part.key).startswith("a")] == titles


def test_english_text_comes_back_too() -> None:
    sent = manuscript(language="en", articles=(article(tables=(TABLE,)),))

    assert read_docx(write_docx(sent), sent=sent).parts == parts_of(sent)


def test_sign_that_no_paper_carries_is_refused() -> None:
    with pytest.raises(Refused, match=r"U\+0007") as refused:
        write_docx(manuscript(articles=(article(text="a\x07b"),)))

    assert refused.value.field == "articles.1.text"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is not a Word document"),
        (b"%PDF-1.7", "This file is not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word format or protected by a password"),
        (b"PK\x03\x04 and nothing", "damaged"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_docx(content, sent=manuscript())

    assert refused.value.field == "file"


def test_document_of_more_than_20_mb_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 100)

    with pytest.raises(Refused, match="larger than 20 MB"):
        read_docx(write_docx(manuscript()), sent=manuscript())


def test_document_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "POOL", replace(reading.POOL, function="tests.kernel.confined.jobs:burn", seconds=1))

    with pytest.raises(Refused, match="too much time or memory"):
        read_docx(write_docx(manuscript()), sent=manuscript())
