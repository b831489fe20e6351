"""The journal of a school, for who answers for it and for who audits it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.kernel import audit
from filon.kernel.journal import PAGE_WORDS
from filon.kernel.lists import ListPage
from filon.kernel.pages import page
from filon.people.views.request import Request, acting_host_or_404
from filon.site.queries import agreement_title, journal_definition, journal_of


@login_required
@require_safe
def journal(request: Request) -> HttpResponseBase:
    host = acting_host_or_404(request, may="people.journal.read")
    shown = ListPage(request, journal_of(request.user, host, export=request.GET.get("export")), journal_definition(host))
    context = {"host": host, "chain": audit.chain_of(host.pk), "list": shown, "words": PAGE_WORDS, "agreement_title": agreement_title}
    return shown.export(_("journal")) or page(request, "journal.html", context)
