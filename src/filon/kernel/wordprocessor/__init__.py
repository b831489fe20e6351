"""A manuscript as a DOCX to negotiate on, and the DOCX that comes back, part by part."""

from filon.kernel.wordprocessor.reading import LARGEST, Remark, Returned, read_docx
from filon.kernel.wordprocessor.writing import write_docx

__all__ = ["LARGEST", "Remark", "Returned", "read_docx", "write_docx"]
