"""PDF for the archive and for everybody (PDF/A-2a, PDF/UA-1), set by typst in a confined process: the same bytes for the same content.

The sources are the `typst/*.typ` of each app; what they set are values, never code. Nothing here knows the time.
"""

from filon.kernel.pdf.imprint import Imprint
from filon.kernel.pdf.typesetting import CannotTypeset, typeset

__all__ = ["CannotTypeset", "Imprint", "typeset"]
