"""The register of personal data."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from filon.kernel.pages import page
from filon.people.views.request import Request, acting_host_or_404
from filon.privacy.queries.register import register_today


@require_safe
def register(request: Request) -> HttpResponse:
    """Why each class is held, how long, what becomes of it, and what the last purges removed."""
    host = acting_host_or_404(request, may="privacy.register.read")
    may_answer = request.user.has_perm("privacy.demand.answer", host)
    return page(request, "privacy/register.html", {"register": register_today(), "may_answer": may_answer})
