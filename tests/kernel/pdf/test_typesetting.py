"""Papers: what is set is what was typed, twice the same, and a refusal is a sentence with its place."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.utils import translation

from filon.kernel.pdf import CannotTypeset, Imprint, typeset, typesetting
from filon.kernel.pdf.sources import sources
from tests.factories.manuscripts import WHEN

IMPRINT = Imprint(title="Titre", author="École", dated=WHEN)


def values(text: str = "Texte", **changes: Any) -> dict[str, Any]:
    """What `manuscript.typ` reads, with one paragraph."""
    parts = {"between": [], "recitals": [], "closing": [], "signing": [], "annexes": []}
    article = {"heading": "Article 1", "text": [{"kind": "paragraph", "lines": [text]}], "tables": []}
    words = {"between": "", "recitals": "", "agree": "", "signatures": ""}
    return {"title": "Titre", "subtitle": "", "words": words, "articles": [article], **parts, **changes}


def test_typeset_gives_an_accessible_archive() -> None:
    pdf = typeset("kernel/manuscript", values(), imprint=IMPRINT, language="fr")

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>" in pdf
    assert pdf.count(b"(D:20260303093000Z)") == 2


def test_typeset_gives_the_same_bytes_again_and_in_another_process() -> None:
    first = typeset("kernel/manuscript", values(), imprint=IMPRINT, language="fr")
    typesetting.POOL.close()

    assert typeset("kernel/manuscript", values(), imprint=IMPRINT, language="fr") == first


def test_typeset_gives_other_bytes_for_other_content() -> None:
    first = typeset("kernel/manuscript", values("Un"), imprint=IMPRINT, language="fr")

    assert typeset("kernel/manuscript", values("Deux"), imprint=IMPRINT, language="fr") != first


def test_moment_is_the_same_in_every_zone() -> None:
    paris = Imprint(title="Titre", author="École", dated=WHEN.astimezone(timezone(timedelta(hours=1))))

    assert paris.moment == IMPRINT.moment
    with pytest.raises(ValueError, match="zone"):
        Imprint(title="Titre", author="École", dated=datetime(2026, 3, 3, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(("sign", "named"), [("😀", "😀 (U+1F600)"), ("漢", "漢 (U+6F22)"), ("\u202e", "U+202E"), ("\x07", "U+0007")])
def test_sign_that_cannot_be_printed_is_named_with_its_place(sign: str, named: str) -> None:
    with pytest.raises(CannotTypeset) as refused:
        typeset("kernel/manuscript", values(f"Un {sign} deux"), imprint=IMPRINT, language="fr")

    assert refused.value.sentence == f"The sign {named} cannot be printed: take it out of the text or write it otherwise."
    assert refused.value.field == "articles.1.text.1.lines.1"


def test_fault_of_a_layout_is_a_sentence_and_no_trace() -> None:
    lacking = values()
    del lacking["closing"]

    with pytest.raises(CannotTypeset) as refused:
        typeset("kernel/manuscript", lacking, imprint=IMPRINT, language="fr")

    assert refused.value.sentence.startswith("The layout “kernel/manuscript” cannot be set (line ")
    assert 'dictionary does not contain key "closing"' in refused.value.sentence
    assert "kernel/manuscript.typ:" in refused.value.diagnostic
    assert refused.value.field is None


def test_unknown_layout_is_a_mistake_of_the_program() -> None:
    with pytest.raises(LookupError):
        typeset("kernel/nothing", {}, imprint=IMPRINT, language="fr")


@pytest.mark.slow
def test_paper_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "#for one in range(100000) { for other in range(100000) { let sum = one + other } }"
    monkeypatch.setitem(sources(), "kernel/endless.typ", endless)
    monkeypatch.setattr(typesetting.POOL, "seconds", 2)
    typesetting.POOL.close()

    with pytest.raises(CannotTypeset) as refused:
        typeset("kernel/endless", {}, imprint=IMPRINT, language="fr")

    assert refused.value.sentence == "This paper takes more than 30 seconds to set: shorten it or divide it."
    typesetting.POOL.close()


def test_paper_of_too_many_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LARGEST", 1000)

    with pytest.raises(CannotTypeset, match="too long"):
        typeset("kernel/manuscript", values("mot " * 500), imprint=IMPRINT, language="fr")


def test_refusal_speaks_the_reader_s_language() -> None:
    with translation.override("fr"), pytest.raises(CannotTypeset) as refused:
        typeset("kernel/manuscript", values("漢"), imprint=IMPRINT, language="en")

    assert refused.value.sentence == "Le signe 漢 (U+6F22) ne peut pas être imprimé\u00a0: ôtez-le du texte ou écrivez-le autrement."


def test_sources_fetch_nothing_and_evaluate_nothing() -> None:
    for path, text in sources().items():
        assert "@preview" not in text, path
        assert "eval(" not in text, path
        assert "datetime.today" not in text, path
