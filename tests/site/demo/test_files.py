"""The list of organisations of the demo: as in the samples, examined, waiting, and something of each sort."""

from __future__ import annotations

from pathlib import Path

import pytest

from filon.kernel import verify
from filon.kernel.models import Import, ImportState
from filon.site import demo
from filon.site.demo import twin_files

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"


def test_list_of_the_demo_waits_for_somebody_and_comes_once() -> None:
    demo.load(seed=demo.USUAL_SEED)

    for _time in range(2):
        demo.load_later(seed=demo.USUAL_SEED, code="site.files")

    found = Import.objects.get()
    assert found.state == ImportState.PREVIEW
    assert dict(found.rows.values_list("line", "outcome")) == {
        2: "new",
        3: "new",
        4: "change",
        5: "same",
        6: "doubtful",
        7: "doubtful",
        8: "refused",
        9: "refused",
        10: "refused",
    }
    assert [result.name for result in verify.run() if result.violations] == []


def test_list_of_the_demo_is_the_sample() -> None:
    assert (SAMPLES / twin_files.NAME).read_text() == twin_files.ORGANISATIONS
