"""The languages of sentences and labels."""

from enum import StrEnum


class Language(StrEnum):
    """As in the addresses of pages."""

    EN = "en"
    FR = "fr"
