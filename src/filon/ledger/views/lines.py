"""Lines of the bank: the list, one of them, and what is decided about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.ledger.forms import AmountForm, MatchForm, ReasonForm, SureForm
from filon.ledger.models import Match
from filon.ledger.queries import listing
from filon.ledger.queries.donors import donor_named
from filon.ledger.queries.proposals import proposals_of
from filon.ledger.queries.sheets import line_sheet
from filon.ledger.queries.sure import chosen_parts, sure_lines
from filon.ledger.services import movements
from filon.ledger.services.matches import match_confirm, match_undo, matches_confirm
from filon.ledger.views.asking import reader_of, worker_of, works
from filon.people.models import User
from filon.people.views.request import viewer_of

KEEP = "ledger.books.keep"


@require_safe
def lines(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, listing.lines(viewer), listing.LINES)
    proposals = proposals_of(viewer, listed.rows) if request.GET.get("export") is None else {}
    shown = {"list": listed, "proposals": proposals, "works": works(viewer)}
    return listed.export(_("bank lines")) or page(request, "ledger/lines.html", shown)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """A POST confirms the amounts typed beside the payments."""
    viewer, form = viewer_of(request), MatchForm(request.POST or None)
    if form.writes(lambda: _matched(viewer, line_id, form)):
        return see_other(request.path, toast=_told(form.outcome))
    words = request.GET.get("q", "").strip()
    sheet = line_sheet(viewer, line_id, words)
    return page(request, "ledger/line.html", {"sheet": sheet, "form": form, "words": words}, status=form.status)


def _matched(viewer: User, line_id: UUID, form: MatchForm) -> list[Match]:
    donor_id = donor_named(viewer, form.cleaned_data["donor"])
    return match_confirm(by=viewer, line_id=line_id, parts=form.parts(), donor_id=donor_id)


def _told(matches: list[Match]) -> str:
    return ngettext("%(num)d payment matched.", "%(num)d payments matched.", len(matches)) % {"num": len(matches)}


@require_http_methods(["GET", "POST"])
def sure(request: HttpRequest) -> HttpResponse:
    """The lines whose payment is sure, confirmed together; those refused are told, the others stand."""
    viewer, _own = worker_of(request)
    form = SureForm(request.POST or None)
    done = form.outcome if form.writes(lambda: matches_confirm(by=viewer, chosen=chosen_parts(form.values))) else None
    if done and not done.refused:
        return see_other("ledger:lines", toast=_told(done.matches))
    shown = {"form": form, "sure": sure_lines(viewer), "done": done, "told": _told(done.matches) if done else ""}
    return page(request, "ledger/sure.html", shown, status=200 if done and done.matches else form.status)


@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, line_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_visible_or_404(listing.lines(viewer), viewer=viewer, id=line_id, may=KEEP)
    form = AmountForm(request.POST or None, initial={"amount": found.left_cents})
    if form.writes(lambda: movements.line_set_aside(by=viewer, line_id=line_id, amount_cents=form.cents, reason=_why(form))):
        return see_other("ledger:lines", toast=_("The line is set aside; this can be taken back."))
    return page(request, "ledger/set_aside.html", {"form": form, "line": found}, status=form.status)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, line_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_visible_or_404(listing.lines(viewer), viewer=viewer, id=line_id, may=KEEP)
    form = AmountForm(request.POST or None, initial={"amount": found.left_cents})
    if form.writes(lambda: movements.line_give_back(by=viewer, line_id=line_id, amount_cents=form.cents, reason=_why(form))):
        return see_other("ledger:lines", toast=_("It is noted that this money was given back."))
    return page(request, "ledger/give_back.html", {"form": form, "line": found}, status=form.status)


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, match_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    match = _match(request, match_id)
    form = AmountForm(request.POST or None, initial={"amount": match.amount_cents - match.refunded_cents})
    if form.writes(lambda: movements.match_refund(by=viewer, match_id=match_id, amount_cents=form.cents, reason=_why(form))):
        return see_other(match.receivable, toast=_("The refund is in the books, with its part of the fee."))
    return page(request, "ledger/refund.html", {"form": form, "match": match}, status=form.status)


@require_http_methods(["GET", "POST"])
def unmatch(request: HttpRequest, match_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    match = _match(request, match_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: match_undo(by=viewer, match_id=match_id, reason=_why(form))):
        return see_other(match.line, toast=_("The match is undone: its money is to identify again."))
    return page(request, "ledger/unmatch.html", {"form": form, "match": match}, status=form.status)


def _match(request: HttpRequest, match_id: UUID) -> Match:
    matches = Match.objects.with_refunded().select_related("line__account__entity", "receivable__creditor", "undone")
    return get_visible_or_404(matches, viewer=viewer_of(request), id=match_id, may=KEEP)


def _why(form: ReasonForm) -> str:
    why: str = form.cleaned_data["reason"]
    return why
