"""Lines of imports are forgotten after thirty days, but for one that is being written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from filon.kernel.appendonly import maintenance
from filon.kernel.imports import running, services
from filon.kernel.imports.forgetting import KEPT, lines_purge
from filon.kernel.imports.queries import kind_called
from filon.kernel.models import Import, ImportState
from filon.people.models import Host
from filon.people.roles import Role
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"]), pytest.mark.usefixtures("english")]


def looked_at(host: Host) -> Import:
    officer = MembershipFactory.create(host=host, role=Role.PARTNERSHIP_OFFICER).user
    upload = SimpleUploadedFile("partenaires.csv", "Nom;SIREN\nÉnergies;\nForges;\n".encode())
    found = services.import_begin(by=officer, kind=kind_called("organisations"), upload=upload)
    services.import_map(by=officer, import_id=found.uuid, mapping=found.mapping, sheet=found.sheet, head_line=found.head_line)
    found.refresh_from_db()
    running.examine_run(found, by=officer)
    return Import.objects.get(pk=found.pk)


@pytest.mark.parametrize(
    ("state", "days", "removed", "ends_as"),
    [
        (ImportState.PREVIEW, KEPT.days, 0, ImportState.PREVIEW),
        (ImportState.PREVIEW, KEPT.days + 1, 2, ImportState.GIVEN_UP),
        (ImportState.WRITING, KEPT.days + 1, 0, ImportState.WRITING),
        (ImportState.DONE, KEPT.days + 1, 2, ImportState.DONE),
    ],
)
def test_lines_go_once_the_import_is_thirty_days_old(host: Host, state: str, days: int, removed: int, ends_as: str) -> None:
    found = looked_at(host)
    Import.objects.filter(pk=found.pk).update(state=state)

    with maintenance():
        purged = lines_purge(timezone.localdate() + dt.timedelta(days=days))

    found.refresh_from_db()
    assert (purged.removed, found.rows.count(), found.state) == (removed, 2 - removed, ends_as)
