"""A text in articles on paper."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from filon.kernel.manuscript import Manuscript, Recital, fingerprint, typeset_manuscript
from filon.kernel.manuscript.printing import values
from filon.kernel.pdf import CannotTypeset
from tests.factories.manuscripts import WHEN, article, manuscript
from tests.kernel.poppler import needs_poppler, words_of


def test_values_number_articles_and_annexes_in_the_language_of_the_text() -> None:
    french, english = values(manuscript()), values(manuscript(language="en"))

    assert [one["heading"] for one in french["articles"]] == ["Article 1 – Objet", "Article 2 – Montant"]
    assert [one["heading"] for one in french["annexes"]] == ["Annexe 1 – Budget"]
    assert [one["heading"] for one in english["annexes"]] == ["Annex 1 – Budget"]
    assert french["words"]["agree"] == "Les parties conviennent de ce qui suit."


def test_manuscript_becomes_a_pdf_with_everything() -> None:
    pdf = typeset_manuscript(manuscript(watermark="PROJET"))

    assert pdf.startswith(b"%PDF-1.7")
    assert typeset_manuscript(manuscript(watermark="PROJET")) == pdf


def test_bare_manuscript_becomes_a_pdf() -> None:
    bare = Manuscript(title="T", author="A", dated=WHEN, language="en", articles=())

    assert typeset_manuscript(bare).startswith(b"%PDF-1.7")


def test_fingerprint_changes_with_each_part_of_the_content() -> None:
    whole = manuscript()
    changed = [
        replace(whole, title="Autre"),
        replace(whole, closing=""),
        replace(whole, dated=WHEN + timedelta(seconds=1)),
        replace(whole, recitals=(Recital("why", "Autre"),)),
        replace(whole, articles=(article(text="Autre"), whole.articles[1])),
        replace(whole, articles=tuple(reversed(whole.articles))),
    ]

    assert len({fingerprint(one) for one in (whole, *changed)}) == len(changed) + 1


def test_fingerprint_is_the_same_in_another_zone_and_under_a_watermark() -> None:
    moved = WHEN.astimezone(timezone(timedelta(hours=1)))

    assert fingerprint(manuscript(dated=moved, watermark="PROJET")) == fingerprint(manuscript())


def test_sign_that_cannot_be_printed_is_told_with_the_article() -> None:
    with pytest.raises(CannotTypeset) as refused:
        typeset_manuscript(manuscript(articles=(article(), article("b", title="Smile 😀"))))

    assert refused.value.field == "articles.2.heading"


TYPED = [
    '#read("/etc/passwd")',
    "$x + y$",
    "*b* _i_ `c`",
    "#import sys",
    "@preview <label>",
    "= Titre",
    "\\u{41} \\\\",
    "// mot",
    "~ -- ---",
]


class TestByAnotherReader:
    pytestmark = needs_poppler

    @pytest.mark.parametrize("typed", TYPED)
    def test_what_is_typed_is_printed_letter_by_letter(self, typed: str) -> None:
        pdf = typeset_manuscript(manuscript(articles=(article(title=typed, text=typed),), between=(typed,), language="en"))

        assert words_of(pdf).count(typed) == 3

    def test_every_page_says_its_number_and_the_fingerprint(self) -> None:
        long = manuscript(articles=tuple(article(f"a{number}") for number in range(12)))

        pages = words_of(typeset_manuscript(long)).split("\f")[:-1]

        assert len(pages) > 3
        for number, page in enumerate(pages, start=1):
            assert f"page {number} sur {len(pages)}" in page
            assert f"Empreinte {fingerprint(long)}" in page
            assert "GAR-2026-014" in page
