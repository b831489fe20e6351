"""What upper floors contribute to the pages and jobs of lower ones: typed, declared in the upper app's `apps.py`. Sideways there are
three ways: this registry, `kernel.hooks` (same transaction) and `kernel.events` (later)."""

import random
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from filon.kernel.imports.kinds import ImportKind
from filon.kernel.persons import NameKept, PersonHolding

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.db.models import Exists, Model, Subquery

    from filon.kernel.models import StoredFile

Sentence = str | Promise
WeekKind = Literal["late", "due", "sign", "decide"]


@dataclass(frozen=True)
class WeekItem:
    """One line of the home page."""

    kind: WeekKind
    on: date
    title: str
    url: str
    context: str = ""
    owner: str = ""
    note: str = ""


@dataclass(frozen=True)
class WeekSource:
    """What one app has to say about the week that starts on the date given. ``mark``: an expression that is false or empty where a school
    has nothing to say, of the name of a column with its key: it is read with the roles of whoever asks, at no query of its own."""

    code: str
    collect: Callable[[Any, date], Iterable[WeekItem]]
    mark: "Callable[[str], Subquery] | None" = None


@dataclass(frozen=True)
class CalendarEntry:
    """One date of somebody's calendar. ``key`` names what the date is of, for ever: the same thing keeps it when its day or its words
    change. ``url``: the path of its page; ``at``: a moment, instead of a day."""

    key: str
    on: date
    title: str
    url: str = ""
    context: str = ""
    place: str = ""
    at: "datetime | None" = None


@dataclass(frozen=True)
class CalendarSource:
    """The dates of one app. ``entries`` gets the viewer, the object they are asked about (None: everything she sees) and two days between
    which they lie (half-open); ``titles``, how the app calls those of these objects that are hers to see."""

    code: str
    entries: "Callable[[Any, UUID | None, date, date], Iterable[CalendarEntry]]"
    titles: "Callable[[Any, Sequence[UUID]], Mapping[UUID, str]]"


@dataclass(frozen=True)
class AccountLink:
    """A page of one's own, named on the page of one's account; ``help`` says what for."""

    code: str
    order: int
    label: Sentence
    url_name: str
    help: Sentence


@dataclass(frozen=True)
class Section:
    """A section of a partner's page: its title and what its template needs."""

    title: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PartnerSection:
    """`render` gets the viewer and the organisation; None shows nothing."""

    code: str
    order: int
    render: Callable[[Any, Any], Section | None]
    template: str


@dataclass(frozen=True)
class AgreementLink:
    """A page of an upper app about one agreement, named on the agreement's page to whom `may` lets pass; `url` gets the agreement. Neither
    asks the database anything: the page has its budget."""

    code: str
    order: int
    label: Sentence
    url: Callable[[Any], str]
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class Hit:
    """One answer of the search box."""

    title: str
    url: str
    context: str = ""


@dataclass(frozen=True)
class SearchSource:
    """`search(viewer, words, limit)` returns the best hits first."""

    code: str
    label: Sentence
    search: Callable[[Any, str, int], list[Hit]]


@dataclass(frozen=True)
class InvariantResult:
    """How many things were looked at, and one sentence for each that breaks the invariant."""

    count: int
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Scope:
    """What is proved object by object. An object (a row of `model`) is proved again once a row that bears on it came, changed or went:
    `touched_by` gives, for each table with such rows, the paths from a row to the key of the object. `indifferent`: tables that are read
    along and decide nothing (names). `batch` objects are proved at once; or, of what is many and small, `block` keys are remembered and
    proved together."""

    model: "type[Model]"
    touched_by: "Mapping[type[Model], Sequence[str]]"
    indifferent: "Sequence[type[Model]]" = ()
    block: int = 1
    batch: int = 200


@dataclass(frozen=True)
class Invariant:
    """Something that is always true; `filon verify` proves it again.

    With a `scope`, `check` is given the keys of the objects to prove (`proofs.Keys`), a batch at a time. Without, it proves everything;
    `reads` names the tables on which alone it depends, and it is not proved again while they stay as they are; `proved_apart`, those it
    reads beside, whose every change another proof finds. `ages(since, until)`: keys of the objects of the scope that may break as these
    days pass, without any row changing."""

    name: str
    sentence: Sentence
    check: Callable[..., InvariantResult]
    scope: Scope | None = None
    reads: "Sequence[type[Model]] | None" = None
    proved_apart: "Sequence[type[Model]]" = ()
    ages: Callable[[date, date], Iterable[int]] | None = None


@dataclass(frozen=True)
class PersonalDataClass:
    """A class of personal data: why it is held, on what basis, how long, and what happens then."""

    code: str
    purpose: Sentence
    basis: Sentence
    retention: Sentence
    end_action: Sentence


@dataclass(frozen=True)
class Purged:
    """What a purge removed, and how much of its class it keeps, with the reason of each part."""

    removed: int
    kept: tuple[tuple[Sentence, int], ...] = ()


@dataclass(frozen=True)
class Purge:
    """What ends a class of personal data. ``code``: the class; ``run`` gets the day and works as the owner alone (`using("owner")`, inside
    `appendonly.maintenance`): a trial run is undone with its transaction."""

    code: str
    run: Callable[[date], Purged]


@dataclass(frozen=True)
class FactKind:
    """A kind of fact, declared by the app that records it. `personal` facts are private by default; those `is_by_hand` are among what
    somebody chooses who records a fact."""

    code: str
    label: Sentence
    unit: str
    visibility: str
    personal: bool = False
    is_by_hand: bool = False


@dataclass(frozen=True)
class SourceAddress:
    """Where the source object of a fact can be read."""

    source_type: str
    url: Callable[[UUID], str]


@dataclass(frozen=True)
class DemoChapter:
    """A chapter of the demo story; same seed, same story. ``is_later``: long, and told by a task once the rest can be seen; it may start
    again half-way and then goes on."""

    code: str
    order: int
    load: Callable[[random.Random], None]
    is_later: bool = False


@dataclass(frozen=True)
class Command:
    """`filon <words> …`; `run` returns the exit code: 0 done, 1 refused, 2 usage."""

    words: tuple[str, ...]
    help: str
    example: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


@dataclass(frozen=True)
class FileOwner:
    """Who may read the stored files that belong to objects of a type (`app_label.model`)."""

    owner_type: str
    may_read: Callable[[Any, "StoredFile"], bool]


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation, shown to whom `may` lets pass."""

    code: str
    label: Sentence
    url_name: str
    order: int
    icon: str
    may: Callable[[Any], bool]


@dataclass(frozen=True)
class WayIn:
    """What lets people read beside their roles at schools: `open_today` gets the name of a column that holds a user's key and gives the
    condition that her way in is open today. Who holds roles and none of these is spared, in every query, what they open."""

    code: str
    open_today: "Callable[[str], Exists]"


@dataclass(frozen=True)
class AuditedSubject:
    """What the audit records of a subject, in words: event `<code>.<action>` is told by `actions`, and each value of its payload
    that people read by `figures`; a value without words stays in the event and in no page."""

    code: str
    label: Sentence
    actions: Mapping[str, Sentence]
    figures: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


@dataclass(frozen=True)
class LetterKind:
    """A letter of the house: `sample(viewer, host, language)` writes it about something of that school, or about an invented example where
    there is nothing yet. `leaves` says when it does; `always`, why nobody can turn it off."""

    code: str
    order: int
    label: Sentence
    leaves: Sentence
    sample: "Callable[[Any, Any, str], EmailMessage]"
    always: Sentence = ""


@dataclass(frozen=True)
class LetterChoice:
    """Letters that a person turns on and off. `is_usual`: they come unless she says no. `kinds`: the letters of the house (`LetterKind`)
    that it decides of."""

    code: str
    order: int
    label: Sentence
    help: Sentence
    is_usual: bool
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenewalAsked:
    """An agreement whose renewal is looked at, by its `place` among those asked: the organisations of the other side, and the day on which
    it is looked at. What came later is not told."""

    place: int
    entity_ids: tuple[int, ...]
    on: date


@dataclass(frozen=True)
class RenewalSign:
    """Why it may not be renewed, since when, and the page that shows it."""

    place: int
    kind: Literal["payment_is_late", "closed"]
    since: date
    words: str
    url: str


@dataclass(frozen=True)
class RenewalSource:
    """What an app knows of the organisations of agreements that end: one query, whatever the number asked."""

    code: str
    signs: Callable[[Any, Sequence[RenewalAsked]], Iterable[RenewalSign]]


@dataclass(frozen=True)
class ProgrammeTie:
    """A programme of a school and an organisation that pays for it, with the cents expected and received for it, and its page."""

    programme: str
    url: str
    entity_id: int
    cents: int


@dataclass(frozen=True)
class ProgrammeSource:
    """Which organisations pay for which programmes: one query."""

    code: str
    ties: Callable[[Any], Iterable[ProgrammeTie]]


Contribution = (
    WeekSource
    | CalendarSource
    | AccountLink
    | PartnerSection
    | AgreementLink
    | SearchSource
    | Invariant
    | PersonalDataClass
    | Purge
    | PersonHolding
    | NameKept
    | FactKind
    | SourceAddress
    | DemoChapter
    | Command
    | FileOwner
    | NavItem
    | WayIn
    | AuditedSubject
    | LetterKind
    | ImportKind
    | RenewalSource
    | ProgrammeSource
    | LetterChoice
)
C = TypeVar("C", bound=Contribution)

_contributions: dict[type[Any], dict[Any, Any]] = defaultdict(dict)


def register(*contributions: object) -> None:
    """Adds contributions. The first field of each is its identity: two different ones under the same identity are a defect."""
    for contribution in contributions:
        key = next(iter(vars(contribution).values()))
        known = _contributions[type(contribution)].setdefault(key, contribution)
        if known != contribution:
            raise ValueError(f"Two contributions of type {type(contribution).__name__} are called {key!r}")


def all_of(kind: type[C]) -> list[C]:
    """Every contribution of a type, by `order` where they have one, then by identity."""
    return [found for _, found in sorted(_contributions[kind].items(), key=lambda item: (getattr(item[1], "order", 0), item[0]))]
