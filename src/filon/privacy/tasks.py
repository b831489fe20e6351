"""The purge of each night."""

from django.utils import timezone

from filon.kernel.tasks import daily, task
from filon.privacy.services.purging import purge


@daily(hour=3)
@task(attempts=3)
def purge_of_the_night() -> int:
    """What the register says to remove; how much was."""
    return sum(one.purged.removed for one in purge(timezone.localdate()))
