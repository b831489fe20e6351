"""What each day brings to agreements."""

from django.utils import timezone

from filon.agreements.services.effect import effect_of_the_day
from filon.kernel.tasks import daily, task


@daily(hour=1)
@task()
def versions_of_the_day() -> int:
    """Versions whose day has come take effect, end or are renewed."""
    return effect_of_the_day(timezone.localdate())
