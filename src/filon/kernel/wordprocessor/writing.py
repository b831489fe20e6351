"""`write_docx`: headings and lists as Word's own styles, each part opened by its bookmark; the same bytes for the same content."""

import io
import zipfile
from dataclasses import asdict
from datetime import UTC
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from filon.kernel.manuscript.comparison import BETWEEN, CLOSING, SIGNING, TITLE, lines_of
from filon.kernel.manuscript.markup import blocks
from filon.kernel.manuscript.model import Annex, Article, Manuscript, Table
from filon.kernel.pdf.typesetting import check_signs
from filon.kernel.wordprocessor.bookmarks import bookmark_of

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest moment of a zip."""
SERIF = "Georgia"
MARGIN = Mm(25)


def write_docx(manuscript: Manuscript) -> bytes:
    """Opens in Word and LibreOffice. Raises Refused for a sign that a paper cannot carry."""
    check_signs(asdict(manuscript))
    with override(manuscript.language):
        document = _Writer(manuscript).written()
    buffer = io.BytesIO()
    document.save(buffer)
    return _settled(buffer.getvalue())


class _Writer:
    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.document: DocumentObject = Document()
        self.numbers = count(1)

    def written(self) -> DocumentObject:
        self._set_look()
        self._set_properties()
        self._opening()
        self._between()
        self._recitals()
        if self.manuscript.articles and (self.manuscript.between or self.manuscript.recitals):
            self._heading(_("The parties agree on the following."), 1, key="@agree")
        for number, article in enumerate(self.manuscript.articles, start=1):
            self._part(_("Article %(number)s") % {"number": number}, 2, article)
        self._closing()
        for number, annex in enumerate(self.manuscript.annexes, start=1):
            self._part(_("Annex %(number)s") % {"number": number}, 1, annex)
        return self.document

    def _set_look(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = SERIF, Pt(11)
        for section in self.document.sections:
            section.page_width, section.page_height = Mm(210), Mm(297)
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
            section.footer.paragraphs[0].text = self.manuscript.reference

    def _set_properties(self) -> None:
        properties, author = self.document.core_properties, self.manuscript.author
        properties.title, properties.author, properties.last_modified_by = self.manuscript.title, author, author
        properties.created = properties.modified = self.manuscript.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        properties.language, properties.comments = self.manuscript.language, ""

    def _opening(self) -> None:
        self._mark(self.document.add_paragraph(self.manuscript.title, style="Title"), TITLE)
        if self.manuscript.subtitle:
            self.document.add_paragraph(self.manuscript.subtitle)

    def _between(self) -> None:
        if self.manuscript.between:
            self._heading(_("Between"), 1, key=BETWEEN)
            for party in self.manuscript.between:
                self._prose(party)

    def _recitals(self) -> None:
        if self.manuscript.recitals:
            self._heading(_("Preamble"), 1, key="@recitals")
        for recital in self.manuscript.recitals:
            self._prose(recital.text, key=recital.key)

    def _part(self, number: str, level: int, part: Article | Annex) -> None:
        self._heading(f"{number} – {part.title}" if part.title else number, level, key=part.key)
        self._prose(part.text)
        for table in part.tables:
            self._table(table)

    def _closing(self) -> None:
        if self.manuscript.signing:
            self._heading(_("Signatures"), 1, key="@signatures")
        if self.manuscript.closing:
            self._prose(self.manuscript.closing, key=CLOSING)
        for number, place in enumerate(self.manuscript.signing):
            paragraph = self._lines(lines_of(place).split("\n"), "Normal")
            if number == 0:
                self._mark(paragraph, SIGNING)

    def _heading(self, text: str, level: int, *, key: str) -> None:
        self._mark(self.document.add_heading(text, level), key)

    def _prose(self, text: str, *, key: str | None = None) -> None:
        """Opened by a bookmark when it has a key of its own."""
        for block in blocks(text):
            for item in block.items:
                paragraph = self._lines(item, "List Bullet" if block.kind == "list" else "Normal")
                if key is not None:
                    self._mark(paragraph, key)
                    key = None

    def _lines(self, lines: tuple[str, ...] | list[str], style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        for number, line in enumerate(lines):
            run = paragraph.add_run(line)
            if number < len(lines) - 1:
                run.add_break()
        return paragraph

    def _table(self, table: Table) -> None:
        if table.caption:
            self.document.add_paragraph(table.caption, style="Caption")
        grid = self.document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        for row in ([column.label for column in table.columns], *table.rows):
            for cell, text, column in zip(grid.add_row().cells, row, table.columns, strict=True):
                cell.text = text
                if column.is_number:
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _mark(self, paragraph: Paragraph, key: str) -> None:
        """Around the whole paragraph."""
        identifier = str(next(self.numbers))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), identifier)
        start.set(qn("w:name"), bookmark_of(key))
        end.set(qn("w:id"), identifier)
        first = 0 if paragraph._p.pPr is None else 1
        paragraph._p.insert(first, start)
        paragraph._p.append(end)


def _settled(content: bytes) -> bytes:
    """The same archive without the moment of its writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(buffer, "w") as settled:
        for entry in written.infolist():
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(info, written.read(entry), compresslevel=6)
    return buffer.getvalue()
