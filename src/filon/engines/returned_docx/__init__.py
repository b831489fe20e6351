"""A DOCX of anybody as the text that a person reads in it, cut at the bookmarks that we put there."""

from filon.engines.returned_docx.archive import NotReadable, Reason
from filon.engines.returned_docx.reading import Comment, Segment, read

__all__ = ["Comment", "NotReadable", "Reason", "Segment", "read"]
