"""What people does at night, and every few minutes."""

from django.conf import settings

from filon.kernel.tasks import daily, every, task
from filon.people.returned import reports_in
from filon.people.services.returning import letters_forget, report_take
from filon.people.services.signin import links_forget
from filon.people.throttle import forget_old_tries


@daily(hour=2)
@task(attempts=3)
def forget_old_sign_ins() -> int:
    """Tries that no limit looks at any more, links that lapsed, letters of long ago."""
    return forget_old_tries() + links_forget() + letters_forget()


@every(seconds=300)
@task(attempts=1)
def returned_letters_take() -> int:
    """Reads the reports of letters that did not arrive, where FILON_BOUNCES says; how many were news."""
    if settings.BOUNCES is None:
        return 0
    return sum(report_take(report) for report in reports_in(settings.BOUNCES) if report is not None)
