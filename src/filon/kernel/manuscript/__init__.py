"""A text in articles, as data: from it come the PDF that is signed and the DOCX that is negotiated."""

from filon.kernel.manuscript.comparison import Fate, Part, PartDifference, compare, parts_of
from filon.kernel.manuscript.markup import Block, blocks
from filon.kernel.manuscript.model import Annex, Article, Column, Manuscript, Recital, SigningPlace, Table
from filon.kernel.manuscript.printing import fingerprint, typeset_manuscript

__all__ = [
    "Annex",
    "Article",
    "Block",
    "Column",
    "Fate",
    "Manuscript",
    "Part",
    "PartDifference",
    "Recital",
    "SigningPlace",
    "Table",
    "blocks",
    "compare",
    "fingerprint",
    "parts_of",
    "typeset_manuscript",
]
