"""What a PDF of anybody contains, and what each of its signatures is worth. Asks nobody and opens no file."""

from filon.engines.signed_pdf.model import Evidence, Found, Reading, ReadSignature
from filon.engines.signed_pdf.reading import read

__all__ = ["Evidence", "Found", "ReadSignature", "Reading", "read"]
