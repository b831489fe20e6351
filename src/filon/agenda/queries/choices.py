"""Which letters a person gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from filon.agenda.models import MailChoice
from filon.kernel.registry import LetterChoice, LetterKind, all_of

DIGEST, DUE = "agenda.digest", "agenda.due"


@dataclass(frozen=True)
class Letters:
    """What may be chosen, and the letters that always leave."""

    chosen: list[LetterChoice]
    always: list[LetterKind]


def letters_of_the_house() -> Letters:
    """No query."""
    choices = all_of(LetterChoice)
    decided = {kind for choice in choices for kind in choice.kinds}
    return Letters(choices, [kind for kind in all_of(LetterKind) if kind.code not in decided])


def choice_called(code: str) -> LetterChoice:
    return next(choice for choice in all_of(LetterChoice) if choice.code == code)


def against(code: str) -> Exists:
    """Of accounts: those who want the contrary of what is usual of these letters."""
    if code == DIGEST:
        return Exists(MailChoice.objects.filter(user=OuterRef("pk"), wants_digest=False))
    return Exists(MailChoice.objects.filter(user=OuterRef("pk"), against__contains=[code]))


def refused_by(accounts: Iterable[int], code: str) -> set[int]:
    """Those of these accounts that turned usual letters off."""
    return set(MailChoice.objects.filter(user__in=list(accounts), against__contains=[code]).values_list("user", flat=True))


def unwanted_by_contact(code: str, contact: str = "affiliation__contact") -> Exists:
    """Of rows that lead to what a school wrote of a person: the account that she signs in with turned these letters off."""
    return Exists(MailChoice.objects.filter(user__accesses__affiliation__contact=OuterRef(contact), against__contains=[code]))


def wanted_by(choice: MailChoice) -> set[str]:
    """The codes of the letters that come to her."""
    usual = {one.code for one in all_of(LetterChoice) if one.is_usual and one.code != DIGEST}
    return (usual ^ set(choice.against)) | ({DIGEST} if choice.wants_digest else set())
