"""When two names are likely one organisation's, and what a postal code tells."""

from __future__ import annotations

from filon.engines.sheets import plain

LEGAL_FORMS = frozenset(
    [
        "sa",
        "sas",
        "sasu",
        "sarl",
        "eurl",
        "sci",
        "scop",
        "snc",
        "se",
        "gie",
        "epic",
        "epa",
        "association",
        "asso",
        "societe",
        "ste",
        "groupe",
        "group",
        "france",
        "fondation",
        "inc",
        "ltd",
        "gmbh",
        "et",
        "cie",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "and",
        "the",
        "of",
    ]
)
"""Words that a name may have or not."""


def skeleton(name: str) -> str:
    """What is left of a name without legal form, articles, accents and order of the words."""
    words = plain(name).split()
    telling = sorted(word for word in words if word not in LEGAL_FORMS)
    return " ".join(telling or sorted(words))


def department_of(postal_code: str) -> str:
    """`30` of 30100, `2A` of 20000, `974` of 97400; "" of anything else."""
    code = postal_code.strip()
    if len(code) == 4 and code.isdecimal():
        code = f"0{code}"  # a spreadsheet took the zero for a figure
    if len(code) != 5 or not code.isdecimal():
        return ""
    if code.startswith("20"):
        return "2A" if code[2] in "01" else "2B"
    return code[:3] if code.startswith("97") else code[:2]
