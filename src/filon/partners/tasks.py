"""What partners do in the background: the register is asked at night, and when somebody wants to know now."""

from __future__ import annotations

from filon.kernel import demo
from filon.kernel.tasks import daily, task
from filon.partners.services.registering import register_watch


@daily(hour=4)
@task(attempts=2)
def watch_register() -> int:
    """How many changes were found."""
    return 0 if demo.is_demo() else register_watch().changed


@task(attempts=3)
def ask_register(siren: str) -> int:
    return register_watch(limit=1, siren=siren).changed
