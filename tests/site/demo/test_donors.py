"""The long chapter of the demo: queued with the story, told by a task, and once only however often the task starts."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from filon.giving.models import Donation, Gift, TaxReceipt
from filon.giving.queries.campaign_sheet import public_campaign
from filon.kernel import verify
from filon.site import demo
from filon.site.demo import twin_donors

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_donors_are_told_later_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin_donors, "MANY", 6)
    monkeypatch.setattr(twin_donors, "RECEIPTED", 2)
    demo.load(seed=demo.USUAL_SEED)
    queued = [result.task_path for result in DBTaskResult.objects.all() if "demo_chapter" in result.task_path]
    before = TaxReceipt.objects.count()

    for _time in range(2):
        demo.load_later(seed=demo.USUAL_SEED)

    assert queued == ["filon.site.tasks.demo_chapter_tell"] * 2
    assert Donation.objects.filter(campaign__isnull=False).count() == 7
    assert Gift.objects.filter(campaign__isnull=False).count() == 6
    assert TaxReceipt.objects.count() - before == 2
    sheet = public_campaign(Donation.objects.filter(campaign__isnull=False).first().campaign.uuid)
    assert (sheet.givers, sheet.awaited, len(sheet.names)) == (6, 25_000, 1)
    assert [result.name for result in verify.run() if result.violations] == []
