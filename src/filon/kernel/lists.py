"""A list is a table: search, filters and sort in the address, pages of 25, saved views, and an export of exactly what is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import CharField, Count, F, Model, QuerySet, Value
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from filon.kernel import audit, spreadsheets
from filon.kernel.actors import Actor
from filon.kernel.errors import Refused
from filon.kernel.models import SavedView
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import Sentence

M = TypeVar("M", bound=Model)

PER_PAGE = 25
NOT_KEPT = {"page", "export"}


@dataclass(frozen=True)
class Column(Generic[M]):
    """`value` gives the cell of an export; `sort` names the fields that order it, the first being the one people mean."""

    key: str
    label: Sentence
    value: Callable[[M], Any]
    sort: tuple[str, ...] = ()
    number: bool = False
    spare: bool = False


@dataclass(frozen=True)
class Filter(Generic[M]):
    """A choice in the address. `choices` are (value, label), the first one "all" with an empty value; none for free text or a date.
    `apply` narrows the queryset and raises ValueError for a value that makes no sense, which is then ignored."""

    key: str
    label: Sentence
    apply: Callable[[QuerySet[M], str], QuerySet[M]]
    choices: Callable[[], Sequence[tuple[str, Sentence]]] | None = None


@dataclass(frozen=True)
class Definition(Generic[M]):
    """What a list can do. `page` is its URL name; `search(queryset, words)` narrows by what is typed; `order` is the usual order.
    `counts()` gives how many rows a ready view finds, by its query, for the views where that is worth knowing."""

    page: str
    columns: tuple[Column[M], ...]
    order: tuple[str, ...]
    filters: tuple[Filter[M], ...] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    ready_views: tuple[tuple[Sentence, str], ...] = ()
    counts: Callable[[], Mapping[str, int]] = dict
    per_page: int = PER_PAGE


@dataclass(frozen=True)
class Heading:
    """A column's head as a page shows it; `sort` is "", "none", "ascending" or "descending"."""

    key: str
    label: Sentence
    url: str
    sort: str
    number: bool
    spare: bool


@dataclass(frozen=True)
class ViewLink:
    """A ready or saved view; `uuid` only for the viewer's own, which she may delete."""

    label: Sentence
    url: str
    current: bool
    uuid: UUID | None = None
    count: int | None = None


class Rows(Generic[M]):
    """What a list holds before anything is asked of it. `build(viewer)` starts from `visible_to(viewer)` and depends on nothing else but
    the day: how many there are and the first page of them, in the orders a list offers, are queries of one shape, written once."""

    def __init__(self, build: Callable[[Any], QuerySet[M]]) -> None:
        self.build = build
        self._all = Prepared(lambda reader: _counting(build(reader)))
        self._firsts: dict[tuple[tuple[str, ...], int], Prepared] = {}

    def count(self, viewer: Any) -> int:
        return sum(self._all(viewer))

    def first(self, viewer: Any, order: tuple[str, ...], most: int) -> list[M]:
        """The first page in an order that a list offers: never in one that a person could make up, for each is kept."""
        if (order, most) not in self._firsts:
            self._firsts[order, most] = Prepared(lambda reader: _in_order(self.build(reader), order)[:most])
        return self._firsts[order, most](viewer)


class ListPage(Generic[M]):
    """What the template of a list needs: `rows`, `count`, `page`, `headings`, `views`, `chosen`, `link`, `csv_url`, `xlsx_url`.
    Give it rows that start from `visible_to(viewer)`; every part is computed when it is first asked for."""

    def __init__(self, request: HttpRequest, source: Rows[M] | QuerySet[M], definition: Definition[M]) -> None:
        self.request, self.definition, self.source = request, definition, source
        self.query = request.GET.get("q", "").strip()
        self.chosen = {one.key: request.GET.get(one.key, "") for one in definition.filters}
        self.sorted_by = request.GET.get("sort", "")
        if any(self.chosen.values()):
            _ = self.queryset  # a choice that makes no sense is forgotten before anything is shown

    @cached_property
    def queryset(self) -> QuerySet[M]:
        """All that is shown, over all pages, in its order."""
        source = self.source
        queryset = self._filtered(source.build(self.request.user) if isinstance(source, Rows) else source)
        return queryset if self._is_ranked(queryset) else _in_order(queryset, self._order)

    @property
    def is_whole(self) -> bool:
        """Nothing narrows it."""
        return not self.query and not any(self.chosen.values())

    @property
    def _whole(self) -> Rows[M] | None:
        return self.source if isinstance(self.source, Rows) and self.is_whole else None

    def _filtered(self, queryset: QuerySet[M]) -> QuerySet[M]:
        for one in self.definition.filters:
            if self.chosen[one.key]:
                try:
                    queryset = one.apply(queryset, self.chosen[one.key])
                except ValueError:
                    self.chosen[one.key] = ""
        if self.query and self.definition.search is not None:
            queryset = self.definition.search(queryset, self.query)
        return queryset

    def _is_ranked(self, queryset: QuerySet[M]) -> bool:
        """Without an order asked for, the best answers of a search come first."""
        return bool(self.query and self.definition.search is not None and queryset.query.order_by) and self._column is None

    @property
    def _column(self) -> Column[M] | None:
        return next((one for one in self.definition.columns if one.sort and one.key == self.sorted_by.removeprefix("-")), None)

    @property
    def _order(self) -> tuple[str, ...]:
        """The names that order the rows, "-" before those that go down."""
        column = self._column
        if column is None:
            return self.definition.order
        turned = self.sorted_by.startswith("-")
        return tuple(name.removeprefix("-") if turned == name.startswith("-") else f"-{name.removeprefix('-')}" for name in column.sort)

    @cached_property
    def count(self) -> int:
        whole = self._whole
        return self.queryset.count() if whole is None else whole.count(self.request.user)

    @cached_property
    def page(self) -> Page[int]:
        """Which of the pages is shown; its objects are the places of the rows."""
        return Paginator(range(self.count), self.definition.per_page).get_page(self.request.GET.get("page"))

    @cached_property
    def rows(self) -> list[M]:
        whole = self._whole
        if whole is not None and self.page.number == 1:
            return whole.first(self.request.user, self._order, self.definition.per_page)
        before = (self.page.number - 1) * self.definition.per_page
        return list(self.queryset[before : before + self.definition.per_page])

    def choices(self, key: str) -> Sequence[tuple[str, Sentence]]:
        """The choices of a filter, for its select."""
        one = next(one for one in self.definition.filters if one.key == key)
        return one.choices() if one.choices is not None else ()

    def url(self, **changes: str) -> str:
        """This list with some parameters changed; an empty one is left out."""
        kept = {key: value for key, value in self.request.GET.items() if key not in NOT_KEPT} | changes
        query = urlencode({key: value for key, value in kept.items() if value})
        return self._address(query)

    @property
    def link(self) -> str:
        """The address of a page of this list, with `{page}` where its number goes."""
        return self.url(page="0").replace("page=0", "page={page}")

    @property
    def csv_url(self) -> str:
        return self.url(export="csv")

    @property
    def xlsx_url(self) -> str:
        return self.url(export="xlsx")

    @property
    def query_string(self) -> str:
        """What a saved view keeps."""
        return self.url().partition("?")[2]

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.definition.columns]

    def _heading(self, column: Column[M]) -> Heading:
        shown = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sorted_by, "none") if column.sort else ""
        target = f"-{column.key}" if shown == "ascending" else column.key
        url = self.url(sort=target) if column.sort else ""
        return Heading(column.key, column.label, url, shown, column.number, column.spare)

    @cached_property
    def views(self) -> list[ViewLink]:
        """Everything, the ready views, then the viewer's own."""
        ready = [(pgettext("saved views", "All"), "", None), *((label, query, None) for label, query in self.definition.ready_views)]
        own = [(view.name, view.query, view.uuid) for view in self._saved()]
        current, counts = self.query_string, self.definition.counts()
        return [
            ViewLink(label, self._address(query), query == current, uuid, counts.get(query) if uuid is None else None)
            for label, query, uuid in [*ready, *own]
        ]

    def _address(self, query: str) -> str:
        return f"{self.request.path}?{query}" if query else self.request.path

    def _saved(self) -> Iterable[SavedView]:
        return _SAVED(self.request.user, page=self.definition.page)

    def export(self, name: str) -> HttpResponseBase | None:
        """The answer to `?export=csv|xlsx`: all rows of what is shown, in its order; None when no export is asked for."""
        kind = self.request.GET.get("export")
        if kind not in ("csv", "xlsx"):
            return None
        heads = [str(column.label) for column in self.definition.columns]
        rows = ([column.value(row) for column in self.definition.columns] for row in self.queryset.iterator(chunk_size=500))
        return spreadsheets.respond(kind, name, heads, rows)


_SAVED = Prepared(lambda reader: SavedView.objects.visible_to(reader).filter(page=Given(CharField(), "page")).order_by("name"))


def _counting(queryset: QuerySet[M]) -> QuerySet[Any, int]:
    """How many rows there are, as a query."""
    one: QuerySet[Any, Any] = queryset.order_by().annotate(one_of_all=Value(1)).values("one_of_all")
    counted: QuerySet[Any, int] = one.annotate(all_of_them=Count("pk")).values_list("all_of_them", flat=True)
    return counted


def _in_order(queryset: QuerySet[M], order: tuple[str, ...]) -> QuerySet[M]:
    """Ties always fall in the same order."""
    model = queryset.model
    named = ((name.removeprefix("-"), name.startswith("-")) for name in order)
    return queryset.order_by(*(_ordering(name, descending=down, known=_is_known(model, name)) for name, down in named), "pk")


def _ordering(name: str, *, descending: bool, known: bool) -> Any:
    """What is not known comes last. Of what is always known nothing is said of nulls: its index answers in both directions."""
    last = None if known else True
    return F(name).desc(nulls_last=last) if descending else F(name).asc(nulls_last=last)


def _is_known(model: type[Model], name: str) -> bool:
    """Is there always a value at the end of this path? False for what a query computes."""
    field: Any = None
    for word in name.split("__"):
        owner = model if field is None else field.related_model
        try:
            field = owner._meta.pk if word == "pk" else owner._meta.get_field(word)
        except FieldDoesNotExist:
            return False
        if not field.concrete or field.null:
            return False
    return True


def saved_view_save(*, by: Actor, page: str, name: str, query: str) -> SavedView:
    """Keeps a list as it is under a name. Refused without a name, under a name she uses already, or for a page that does not exist."""
    try:
        reverse(page)
    except NoReverseMatch as error:
        raise Http404 from error
    if not name.strip():
        raise Refused(_("Give this view a name."), field="name")
    try:
        with transaction.atomic():
            view = SavedView.objects.create(owner_id=by.id, page=page, name=name.strip()[:80], query=query.lstrip("?")[:4000])
    except IntegrityError as error:
        raise Refused(_("You already have a view with this name: choose another."), field="name") from error
    audit.record(by, "saved_view.saved", view, page=page)
    return view


def saved_view_delete(*, by: Actor, view_id: UUID) -> SavedView:
    """Forgets one of her own views; 404 for somebody else's."""
    view = SavedView.objects.visible_to(by).filter(uuid=view_id).first()
    if view is None:
        raise Http404
    audit.record(by, "saved_view.deleted", view, page=view.page)
    view.delete()
    return view
