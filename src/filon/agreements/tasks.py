"""What each day brings to agreements."""

from django.utils import timezone

from filon.agreements.services import outside, sealing
from filon.agreements.services.effect import effect_of_the_day
from filon.agreements.services.elsewhere import readings_of_the_night
from filon.agreements.services.inviting import links_forget, reminders_of_the_day
from filon.kernel.tasks import daily, every, task


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


@task(attempts=12)
def sending_hand_over(sending_id: int) -> bool:
    """A sending goes to its provider; one that does not answer is asked again later."""
    return outside.outside_hand_over(sending_id)


@task(attempts=12)
def sending_take_back(sending_id: int) -> bool:
    """A sending that was withdrawn is taken back from its provider."""
    return outside.outside_take_back(sending_id)


@every(seconds=60)
@task(attempts=1)
def sendings_outside_ask() -> int:
    """Providers are asked after what they have."""
    return outside.outside_ask()


@daily(hour=2)
@task(attempts=3)
def signing_links_forget() -> int:
    """Links and codes of sendings that closed a year ago."""
    return links_forget()


@daily(hour=4)
@task(attempts=1)
def signed_documents_read() -> int:
    """Signed documents that nobody has read yet are."""
    return readings_of_the_night()
