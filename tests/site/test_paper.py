"""The papers of the demo are whole PDFs."""

from io import BytesIO

from filon.kernel import magic
from filon.site.demo.paper import demonstration_pdf


def test_paper_offsets_point_at_their_objects() -> None:
    pdf = demonstration_pdf("Mécénat (essai) \\ d’école", "MEC-2026-001 v1")

    start = int(pdf.split(b"startxref\n")[1].split(b"\n")[0])
    rows = pdf[start:].split(b"\n")[3:8]
    for number, row in enumerate(rows, start=1):
        assert pdf[int(row[:10]) :].startswith(b"%d 0 obj" % number)


def test_paper_is_known_as_a_pdf_by_its_content() -> None:
    pdf = demonstration_pdf("Titre", "REF")

    kind = magic.kind_of(BytesIO(pdf), "paper.pdf")

    assert kind == "pdf"
