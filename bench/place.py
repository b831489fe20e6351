"""A Filon that is thrown away: its own database with the demo, its files in a temporary folder, Django loaded on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from tools import trial

from filon.launcher import environment, postgres


@contextmanager
def prepared(fill: Callable[[], None] = lambda: None) -> Iterator[None]:
    """On the server of DATABASE_OWNER_URL if one is given, else on a PostgreSQL of its own; what `fill` puts there comes before the demo,
    which is loaded only where nobody was. Once a process: settings are read once."""
    with tempfile.TemporaryDirectory(prefix="filon-bench-") as folder:
        os.environ.update(FILON_VAR=f"{folder}/var", FILON_DEBUG="0", DJANGO_SETTINGS_MODULE="filon.site.settings")
        with trial.database(f"filon_bench_{os.getpid()}") as urls, _server(urls):
            fill()
            _load()
            try:
                yield
            finally:
                _disconnect()
        trial.remove_system_folder(Path(os.environ["FILON_VAR"]))


def _server(urls: dict[str, str]) -> AbstractContextManager[object]:
    """The one of these addresses, else our own, from now on."""
    os.environ.update(urls)
    return nullcontext() if urls else postgres.running(environment.read().var)


def _load() -> None:
    """Migrations, static files, demo; and the addresses of the site with the bare page beside them."""
    import django  # noqa: PLC0415  the environment is set only now

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from filon.site.preparation import prepare  # noqa: PLC0415

    prepare()
    settings.ROOT_URLCONF = "bench.urls"
    _disconnect()
    from filon.site.wsgi import application  # noqa: F401, PLC0415  from now on connections come from the pool of the site


def _disconnect() -> None:
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
