"""What came back of a negotiated text, change by change: what it says, what the draft says now, and what one may do about it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import AgreementVersion, Clause, ClausePart, ReturnedText, SentText
from filon.agreements.models.kind import in_language
from filon.agreements.queries.negotiated import ThatDay, part_of, with_names
from filon.agreements.queries.printed import PREFIXES
from filon.agreements.queries.variables import filled
from filon.kernel.manuscript import Fate, Part, PartDifference, compare
from filon.kernel.manuscript.comparison import BETWEEN, CLOSING, SIGNING, TITLE, plain
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User

PART_OF_PREFIX = {prefix: part for part, prefix in PREFIXES.items()}
STEP_OF_KEY = {
    TITLE: "nature",
    BETWEEN: "parties",
    SIGNING: "parties",
    CLOSING: "text",
    "terms-commitments": "commitments",
    "terms-money": "money",
    "terms-term": "term",
}
FIRST_WORDS = 80


class Stand(Enum):
    """Where the draft stands towards a change: `OPEN`, it still says what was sent; `CHANGED`, it has moved on since."""

    OPEN = "open"
    TAKEN = "taken"
    CHANGED = "changed"
    GONE = "gone"
    TERMS = "terms"
    SAME = "same"


@dataclass(frozen=True)
class Remark:
    author: str
    text: str


@dataclass(frozen=True)
class Proposal:
    """One part that came back. ``clause``: that of the draft it is about; ``heading`` and ``text``: what the draft would say;
    ``seen``: a digest of what the draft says now; ``step``: where terms are changed."""

    place: int
    difference: PartDifference
    stand: Stand
    remarks: Sequence[Remark]
    part: str = ClausePart.ARTICLE
    clause: Clause | None = None
    heading: str = ""
    text: str = ""
    seen: str = ""
    step: str = ""
    title: str = ""

    @property
    def may_take(self) -> bool:
        return self.stand in (Stand.OPEN, Stand.CHANGED)


def sent_texts_of(version: AgreementVersion) -> Sequence[SentText]:
    """The latest first, each with what came back of it; without the texts themselves."""
    sent = SentText.objects.filter(version=version).select_related("file", "made_by").defer("parts", "values")
    returned = ReturnedText.objects.select_related("file", "returned_by").defer("parts", "remarks")
    return list(sent.prefetch_related(Prefetch("returns", returned)))


def returned_text_of(viewer: User, version: AgreementVersion, returned_id: UUID) -> ReturnedText:
    """What came back of this version; 404 for any other."""
    found = ReturnedText.objects.filter(sent__version=version).select_related("sent", "file", "returned_by")
    returned: ReturnedText = get_visible_or_404(found, viewer=viewer, id=returned_id)
    returned.sent.version = version
    return returned


def proposals_of(returned: ReturnedText) -> Sequence[Proposal]:
    """Every part of what came back, beside what was sent and what the draft says now, in the order of the text."""
    sent = returned.sent
    with override(sent.language):
        reader = _Reader(returned, ThatDay(sent.values))
        compared = compare([part_of(part) for part in sent.parts], [part_of(part) for part in returned.parts])
        told = [reader.proposal(place, compared) for place in range(len(compared))]
    return [replace(one, title=_title(one.difference.key)) for one in told]


class _Reader:
    """The clauses of a draft as they would be printed with the values of the day it was sent."""

    def __init__(self, returned: ReturnedText, values: ThatDay) -> None:
        self.sent, self.returned, self.values = returned.sent, returned, values
        self.clauses = {clause.pk: clause for clause in returned.sent.version.clauses.all()}
        self.stored = {part["key"]: part for part in returned.sent.parts}
        self.remarks = [(one["key"], Remark(one["author"], one["text"])) for one in returned.remarks]

    def proposal(self, place: int, compared: Sequence[PartDifference]) -> Proposal:
        one = compared[place]
        remarks = [remark for key, remark in self.remarks if key == one.key and key is not None]
        made = partial(Proposal, place, one, remarks=remarks)
        if one.fate is Fate.SAME:
            return made(stand=Stand.SAME)
        if one.key is None:
            return self._new(made, one, _part_at(compared, place))
        prefix, _dash, number = one.key.rpartition("-")
        if prefix not in PART_OF_PREFIX or not number.isdigit():
            return made(stand=Stand.TERMS, step=STEP_OF_KEY.get(one.key, "term"))
        clause = self.clauses.get(int(number))
        made = partial(made, part=PART_OF_PREFIX[prefix], clause=clause)
        return self._removed(made, one, clause) if one.fate is Fate.REMOVED else self._changed(made, one, clause)

    def _new(self, made: partial[Proposal], one: PartDifference, part: str) -> Proposal:
        heading = one.title.new or " ".join(one.text.new.split())[:FIRST_WORDS]
        is_there = any(self._says(clause).text == one.text.new for clause in self.clauses.values())
        stand = Stand.TAKEN if is_there else Stand.OPEN if one.text.new.strip() else Stand.TERMS
        return made(stand=stand, part=part, heading=heading, text=one.text.new, step="text")

    def _removed(self, made: partial[Proposal], one: PartDifference, clause: Clause | None) -> Proposal:
        if clause is None:
            return made(stand=Stand.TAKEN)
        now, then = self._says(clause), part_of(self.stored[one.key])
        stand = Stand.OPEN if (now.title, now.text) == (_heading(then, clause), then.text) else Stand.CHANGED
        return made(stand=stand, seen=_digest(now))

    def _changed(self, made: partial[Proposal], one: PartDifference, clause: Clause | None) -> Proposal:
        if clause is None:
            return made(stand=Stand.GONE)
        now, then, stored = self._says(clause), part_of(self.stored[one.key]), self.stored[one.key]
        heading = one.title.new or clause.heading
        if (now.title, now.text) == (heading, one.text.new):
            return made(stand=Stand.TERMS if one.text.is_same and one.title.is_same else Stand.TAKEN, step="text")
        stand = Stand.OPEN if (now.title, now.text) == (_heading(then, clause), then.text) else Stand.CHANGED
        return made(stand=stand, heading=heading, text=with_names(stored, one.text.new, self.sent.values), seen=_digest(now))

    def _says(self, clause: Clause) -> Part:
        text = in_language(clause.text_fr, clause.text_en)
        return Part(None, clause.heading, plain(filled(text, self.values)))


def _heading(then: Part, clause: Clause) -> str:
    """A recital is printed without its heading."""
    return then.title or clause.heading


def _digest(now: Part) -> str:
    return hashlib.sha256(f"{now.title}\n{now.text}".encode()).hexdigest()


def _part_at(compared: Sequence[PartDifference], place: int) -> str:
    """Where a part that nobody sent stands: as the last part before it that we know."""
    for one in reversed(compared[:place]):
        if one.key is None or one.fate is Fate.REMOVED:
            continue
        prefix = one.key.rpartition("-")[0]
        if one.key in (CLOSING, SIGNING):
            return ClausePart.ANNEX
        if one.key in (TITLE, BETWEEN):
            return ClausePart.RECITAL
        return PART_OF_PREFIX.get(prefix, ClausePart.ARTICLE)
    return ClausePart.RECITAL


def _title(key: str | None) -> str:
    """What a part without a heading of its own is called."""
    names = {TITLE: _("Title"), BETWEEN: _("Between"), SIGNING: _("Signatures"), CLOSING: _("Closing words")}
    if key in names:
        return names[key]
    return _("Preamble") if key and key.startswith(PREFIXES[ClausePart.RECITAL]) else _("Without a heading")
