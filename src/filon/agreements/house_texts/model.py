"""A clause of a template that comes with Filon, in both languages."""

from typing import NamedTuple


class Text(NamedTuple):
    """`part` is one of `ClausePart`; texts are in the light markup of manuscripts and name values of the terms between braces."""

    heading_fr: str
    heading_en: str
    text_fr: str
    text_en: str
    part: str = "article"


def recital(text_fr: str, text_en: str) -> Text:
    return Text("Préambule", "Preamble", text_fr, text_en, "recital")


def annex(heading_fr: str, heading_en: str, text_fr: str, text_en: str) -> Text:
    return Text(heading_fr, heading_en, text_fr, text_en, "annex")
