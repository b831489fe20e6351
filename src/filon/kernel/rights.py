"""The one door to an object: fetching it is the authorisation."""

from functools import cache
from typing import Any, Protocol, TypeVar, cast, runtime_checkable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, UUIDField
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
    found: M | None
    if isinstance(model_or_queryset, Prepared):
        found = next(iter(model_or_queryset(viewer, id=id)), None)
    elif isinstance(model_or_queryset, QuerySet) or lock:
        found = _found(model_or_queryset, viewer, id, lock=lock)
    else:
        found = next(iter(_door(model_or_queryset)(viewer, id=id)), None)
    if found is None:
        raise Http404
    if may is not None and not viewer.has_perm(may, found):
        raise PermissionDenied
    return found


def _found(model_or_queryset: type[M] | QuerySet[M], viewer: Actor, id: UUID, *, lock: bool) -> M | None:
    source = model_or_queryset if isinstance(model_or_queryset, QuerySet) else model_or_queryset._default_manager
    visible: QuerySet[M] = cast(Visible, source).visible_to(viewer)
    if lock:
        visible = visible.select_for_update(of=("self",))
    return visible.filter(uuid=id).first()


@cache
def _door(model: type[Model]) -> Prepared:
    """The look-up of a model whose shape never changes."""
    return Prepared(lambda reader: cast(Visible, model._default_manager).visible_to(reader).filter(uuid=Given(UUIDField(), "id")))
