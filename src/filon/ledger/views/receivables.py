"""What is expected: the list, one payment, one opened by hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.ledger.forms import ReasonForm, ReceivableForm
from filon.ledger.inputs import ReceivableInput
from filon.ledger.models import Receivable
from filon.ledger.queries import listing
from filon.ledger.queries.books import Books
from filon.ledger.queries.sheets import receivable_sheet
from filon.ledger.services.receivables import receivable_give_up, receivable_open
from filon.ledger.views.asking import chosen, reader_of, worker_of, works
from filon.people.views.request import viewer_of


@require_safe
def receivable_list(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, listing.receivables(viewer), listing.RECEIVABLES)
    return listed.export(_("expected payments")) or page(request, "ledger/receivables.html", {"list": listed, "works": works(viewer)})


@require_safe
def receivable(request: HttpRequest, receivable_id: UUID) -> HttpResponse:
    return page(request, "ledger/receivable.html", {"sheet": receivable_sheet(viewer_of(request), receivable_id)})


@require_http_methods(["GET", "POST"])
def receivable_new(request: HttpRequest) -> HttpResponse:
    viewer, books = worker_of(request)
    form = ReceivableForm(request.POST or None, books=[(str(one.uuid), one.name) for one in books])
    if form.writes(lambda: receivable_open(by=viewer, receivable=_typed(form, books))):
        return see_other(form.outcome, toast=_("This payment is expected; it will be proposed for the lines of the bank."))
    return page(request, "ledger/receivable_new.html", {"form": form}, status=form.status)


def _typed(form: ReceivableForm, books: list[Books]) -> ReceivableInput:
    found = chosen(books, form.cleaned_data["books"])
    fund_id = found.fund.uuid if found.fund else None
    return form.receivable(creditor_id=found.entity.uuid, fund_id=fund_id, host_id=found.host_id)


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, receivable_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_visible_or_404(Receivable, viewer=viewer, id=receivable_id, may="ledger.receivable.write")
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: receivable_give_up(by=viewer, receivable_id=receivable_id, reason=form.cleaned_data["reason"])):
        return see_other(found, toast=_("Nothing more is expected of this payment."))
    return page(request, "ledger/give_up.html", {"form": form, "receivable": found}, status=form.status)
