"""The templates that come with Filon: one for each kind of agreement that a new installation knows, in French and in English.

They are a start, in our own words; counsel of a school reads them before they serve. A school's own template replaces them there.
"""

from collections.abc import Mapping, Sequence

from filon.agreements.house_texts.companies import FORUM, FRAMEWORK, INCUBATOR
from filon.agreements.house_texts.giving import APPRENTICESHIP_TAX, MECENAT
from filon.agreements.house_texts.ground import CIVIC, EQUIPMENT
from filon.agreements.house_texts.model import Text
from filon.agreements.house_texts.teaching import ACADEMIC, TRAINING

TEXTS: Mapping[str, Sequence[Text]] = {
    "mecenat": MECENAT,
    "academic": ACADEMIC,
    "civic": CIVIC,
    "equipment": EQUIPMENT,
    "framework": FRAMEWORK,
    "forum": FORUM,
    "incubator": INCUBATOR,
    "training": TRAINING,
    "apprenticeship_tax": APPRENTICESHIP_TAX,
}
"""By the code of the kind, in the order of the document."""

__all__ = ["TEXTS", "Text"]
