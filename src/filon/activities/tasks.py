"""What exchanges do in the background."""

from django.utils import timezone

from filon.activities.services.forgetting import names_forget, registrations_forget
from filon.kernel.tasks import daily, task


@daily(hour=2)
@task()
def exchanges_forget() -> int:
    """Names that are no longer needed."""
    today = timezone.localdate()
    return registrations_forget(today) + names_forget(today)
