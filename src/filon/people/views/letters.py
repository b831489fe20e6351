"""Every letter that the house sends, as it leaves, in both languages."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from filon.kernel.pages import page
from filon.people.queries import letters_of
from filon.people.views.request import Request, acting_host_or_404


@require_GET
def letters(request: Request) -> HttpResponse:
    """`?langue=en` for English."""
    host = acting_host_or_404(request, may="people.team.read")
    language = "en" if request.GET.get("langue") == "en" else "fr"
    context = {"host": host, "language": language, "letters": letters_of(request.user, host, language)}
    return page(request, "people/letters.html", context)
