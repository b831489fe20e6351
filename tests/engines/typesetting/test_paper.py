"""Typst with our sources: the same bytes in every process, nothing read, nothing fetched."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from filon.engines.typesetting import CannotCompile, compile_pdf
from filon.kernel.pdf.sources import FONTS

MOMENT = 1_772_530_200
HEAD = '#set document(title: "t")\n#set text(lang: "fr", font: "Source Serif 4")\n'


def compiled(body: str, **inputs: str) -> bytes:
    other = {"kernel/other.typ": "#let greet(name) = [Bonjour #name]"}
    return compile_pdf(HEAD + body, sources=other, inputs=inputs, fonts=str(FONTS), moment=MOMENT)


def test_paper_promises_both_standards() -> None:
    pdf = compiled("= Titre\nTexte")

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/StructTreeRoot" in pdf


def test_paper_imports_sources_in_memory() -> None:
    assert compiled('#import "/kernel/other.typ": greet\n#greet("Marie")').startswith(b"%PDF-1.7")


@pytest.mark.parametrize("path", ["/etc/passwd", "../paper.py", "/../../../../etc/passwd", str(Path(__file__))])
def test_paper_reads_no_file(path: str) -> None:
    with pytest.raises(CannotCompile):
        compiled(f'#read("{path}")')


def test_paper_knows_no_other_moment_than_its_own() -> None:
    pdf = compiled("#assert.eq(datetime.today(), datetime(year: 2026, month: 3, day: 3))")

    assert pdf.count(b"(D:20260303093000Z)") == 2


def test_paper_without_a_title_is_refused() -> None:
    with pytest.raises(CannotCompile, match="missing document title"):
        compile_pdf("Texte", sources={}, inputs={}, fonts=str(FONTS), moment=MOMENT)


def test_refusal_says_the_line() -> None:
    with pytest.raises(CannotCompile) as refused:
        compiled("Texte\n\n#nothing-of-that-name")

    assert str(refused.value) == "unknown variable: nothing-of-that-name"
    assert "main.typ:5:" in refused.value.diagnostic


def test_paper_is_the_same_in_another_process() -> None:
    body, inputs = "= Titre\n#sys.inputs.text #lorem(400)", {"text": "œuvre « été » 1ᵉʳ"}
    program = (
        "import hashlib, json, sys; from filon.engines.typesetting import compile_pdf;"
        "print(hashlib.sha256(compile_pdf(**json.loads(sys.argv[1]))).hexdigest())"
    )
    words = {"main": HEAD + body, "sources": {}, "inputs": inputs, "fonts": str(FONTS), "moment": MOMENT}
    argument = json.dumps(words)

    elsewhere = [subprocess.run([sys.executable, "-c", program, argument], check=True, capture_output=True, text=True).stdout for _ in "ab"]

    here = hashlib.sha256(compile_pdf(**words)).hexdigest()
    assert [one.strip() for one in elsewhere] == [here, here]
