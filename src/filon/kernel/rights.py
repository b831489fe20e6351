"""The one door to an object: fetching it is the authorisation."""

from functools import cache
from typing import Any, Protocol, TypeVar, cast, runtime_checkable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model, QuerySet, UUIDField
from django.db.transaction import TransactionManagementError
from django.http import Http404

from filon.kernel.actors import Actor
from filon.kernel.prepared import Given, Prepared

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)


@runtime_checkable
class Visible(Protocol):
    """Any manager or queryset that knows what a viewer may see."""

    def visible_to(self, viewer: Any) -> Any: ...


def get_visible_or_404(
    model_or_queryset: type[M] | QuerySet[M] | Prepared,
    *,
    viewer: Actor,
    id: UUID,
    may: str | None = None,
    lock: bool = False,
) -> M:
    """The object of that UUID. Not visible: Http404. Visible but `may` not granted: PermissionDenied.
    A prepared query starts from `visible_to` and takes the UUID as `id`.
    `lock` holds the row until the transaction ends, so that what is checked next stays true."""
    if lock and not connection.in_atomic_block:
        raise TransactionManagementError("A row is held inside a transaction, which ends it")
    found: M | None
    if isinstance(model_or_queryset, Prepared):
        found = next(iter(model_or_queryset(viewer, id=id)), None)
    elif isinstance(model_or_queryset, QuerySet):
        found = _found(model_or_queryset, viewer, id, lock=lock)
    else:
        found = next(iter(_door(model_or_queryset, lock=lock)(viewer, id=id)), None)
    if found is None:
        raise Http404
    if may is not None and not viewer.has_perm(may, found):
        raise PermissionDenied
    return found


def _found(queryset: QuerySet[M], viewer: Actor, id: UUID, *, lock: bool) -> M | None:
    visible: QuerySet[M] = cast(Visible, queryset).visible_to(viewer)
    return (_held(visible) if lock else visible).filter(uuid=id).first()


def _held(rows: QuerySet[M]) -> QuerySet[M]:
    return rows.select_for_update(of=("self",))


@cache
def _door(model: type[Model], *, lock: bool) -> Prepared:
    """The look-up of a model whose shape never changes."""

    def one(reader: Any) -> QuerySet[Any]:
        visible = cast(Visible, model._default_manager).visible_to(reader)
        return (_held(visible) if lock else visible).filter(uuid=Given(UUIDField(), "id"))

    return Prepared(one)
