"""Secrets are generated once and read by their owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filon.launcher.secrets import secret


def test_secret_is_the_same_for_all_who_ask_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _turn: secret(tmp_path, "django"), range(40)))

    assert len(found) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["django"]


def test_secret_is_private(tmp_path: Path) -> None:
    secret(tmp_path, "django")

    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "django").stat().st_mode) == 0o600
