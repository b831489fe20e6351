import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from filon.kernel.models import SavedView, uuid7
from filon.kernel.rights import get_visible_or_404

pytestmark = pytest.mark.django_db


@pytest.fixture
def view(clerk) -> SavedView:
    return SavedView.objects.create(owner_id=clerk.id, page="things", name="Mine")


def test_visible_object_is_found(clerk, view: SavedView) -> None:
    assert get_visible_or_404(SavedView, viewer=clerk, id=view.uuid, may="view.read") == view


def test_foreign_object_is_404_like_one_that_does_not_exist(clerk, view: SavedView) -> None:
    SavedView.objects.update(owner_id=clerk.id + 1)

    for uuid in (view.uuid, uuid7()):
        with pytest.raises(Http404):
            get_visible_or_404(SavedView, viewer=clerk, id=uuid)


def test_visible_object_that_may_not_be_touched_is_403(clerk, view: SavedView) -> None:
    clerk.forbidden = frozenset({"view.rename"})

    with pytest.raises(PermissionDenied):
        get_visible_or_404(SavedView, viewer=clerk, id=view.uuid, may="view.rename")


def test_queryset_narrows_what_is_found(clerk, view: SavedView) -> None:
    with pytest.raises(Http404):
        get_visible_or_404(SavedView.objects.filter(name="Other"), viewer=clerk, id=view.uuid)


def test_lock_holds_the_row(clerk, view: SavedView) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        get_visible_or_404(SavedView, viewer=clerk, id=view.uuid, lock=True)

    assert 'FOR UPDATE OF "kernel_savedview"' in queries[0]["sql"]
