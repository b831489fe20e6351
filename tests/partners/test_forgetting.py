"""What a partner's people changed is forgotten a year after the school has seen it, and never before."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from filon.kernel.appendonly import maintenance
from filon.kernel.periods import add_months
from filon.partners.kinds import ChangeKind
from filon.partners.models import PartnerChange
from filon.partners.services.forgetting import changes_purge
from filon.people.models import Host
from tests.factories.partners import LegalEntityFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]


@pytest.mark.parametrize(("is_seen", "extra_days", "left"), [(True, 0, 1), (True, 1, 0), (False, 400, 1)])
def test_change_goes_a_year_after_it_was_seen(host: Host, is_seen: bool, extra_days: int, left: int) -> None:
    seen = {"seen_by": UserFactory.create(), "seen_at": timezone.now()} if is_seen else {}
    company = LegalEntityFactory.create()
    PartnerChange.objects.create(host=host, entity=company, kind=ChangeKind.values[0], detail="Rue", made_by=UserFactory.create(), **seen)

    with maintenance():
        purged = changes_purge(add_months(timezone.localdate(), 12) + dt.timedelta(days=extra_days))

    assert (purged.removed, PartnerChange.objects.count()) == (1 - left, left)
