"""What people does at night."""

from filon.kernel.tasks import daily, task
from filon.people.services.signin import links_forget
from filon.people.throttle import forget_old_tries


@daily(hour=2)
@task(attempts=3)
def forget_old_sign_ins() -> int:
    """Tries that no limit looks at any more, links that lapsed."""
    return forget_old_tries() + links_forget()
