"""French tax law of gifts: reductions of companies and persons, values in kind, day of a gift, counterparts, receipts, declaration.

Money is integer cents; every figure of the law is dated data (`rules.toml`, `receipt_forms.toml`) with its source and its mark. What a
module answers carries `lines` that `explanation.sentence` puts into words. docs/tax.md explains it. The results are indicative.
"""

from filon.engines.tax import (
    company,
    counterparts,
    declaration,
    explanation,
    gift_date,
    ifi,
    individual,
    kind,
    receipts,
    rules,
    words,
)
from filon.engines.tax.errors import NoRule, NoValue, TaxRefused
from filon.engines.tax.explanation import Line, sentence, sources
from filon.engines.tax.language import Language

__all__ = [
    "Language",
    "Line",
    "NoRule",
    "NoValue",
    "TaxRefused",
    "company",
    "counterparts",
    "declaration",
    "explanation",
    "gift_date",
    "ifi",
    "individual",
    "kind",
    "receipts",
    "rules",
    "sentence",
    "sources",
    "words",
]
