"""What each day brings to agreements."""

from django.utils import timezone

from filon.agreements.services import sealing
from filon.agreements.services.effect import effect_of_the_day
from filon.agreements.services.inviting import reminders_of_the_day
from filon.kernel.tasks import daily, task


@daily(hour=1)
@task()
def versions_of_the_day() -> int:
    """Versions whose day has come take effect, end or are renewed."""
    return effect_of_the_day(timezone.localdate())


@task(attempts=12)
def signatures_seal(sending_id: int) -> int:
    """Signatures get their seals; a time-stamp authority that does not answer is asked again later."""
    return sealing.signatures_seal(sending_id)


@daily(hour=8)
@task()
def signatories_remind() -> int:
    """Those who did not answer are written to again."""
    return reminders_of_the_day()
