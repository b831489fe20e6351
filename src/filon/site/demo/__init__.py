"""The demo: chapters that the apps contribute, told once, in an empty database. Being a demo is a property of the database."""

import random

from django.db import transaction

from filon.kernel.demo import mark_demo
from filon.kernel.models import AuditEvent, Installation
from filon.kernel.owner import default_is_owner
from filon.kernel.registry import DemoChapter, all_of
from filon.kernel.tasks import enqueue
from filon.people.models import User
from filon.site.demo import sizes
from filon.site.demo.sizes.steps import Say

USUAL_SEED = 1


def is_empty() -> bool:
    """Nobody has used this database yet."""
    return not (Installation.objects.exists() or AuditEvent.objects.exists() or User.objects.exists())


@transaction.atomic
def load(*, seed: int) -> None:
    """All chapters or none, but for the long ones, which a task tells; same seed, same story. Refused in a database with data."""
    from filon.site.tasks import demo_chapter_tell  # noqa: PLC0415  a task tells chapters

    mark_demo(seed)
    for chapter in all_of(DemoChapter):
        if chapter.is_later:
            enqueue(demo_chapter_tell, code=chapter.code, seed=seed)
        else:
            _tell(chapter, seed)


def load_later(*, seed: int, code: str = "") -> None:
    """The long chapters, or that one; those that were told are not told again."""
    for chapter in all_of(DemoChapter):
        if chapter.is_later and code in ("", chapter.code):
            _tell(chapter, seed)


def _tell(chapter: DemoChapter, seed: int) -> None:
    chapter.load(random.Random(f"{seed} {chapter.code}"))  # noqa: S311  a story, not a secret


def load_size(name: str, *, seed: int, say: Say) -> None:
    """The story, and beside it everything of that size (`sizes.SIZES`): all of it or nothing."""
    with default_is_owner(), transaction.atomic():
        load(seed=seed)
        sizes.grow(sizes.SIZES[name], seed=seed, say=say)
    sizes.tidy()
