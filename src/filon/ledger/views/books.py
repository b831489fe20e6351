"""Books: where each euro is, programmes, and what is decided about their money."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from filon.kernel import spreadsheets
from filon.kernel.forms import WritingForm
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.ledger.forms import AllocateForm, Choices, MoveForm, ProgrammeForm, ReasonForm, SpendForm
from filon.ledger.inputs import ProgrammeInput
from filon.ledger.models import Movement, Programme
from filon.ledger.queries.accounting import COLUMNS, accounting_rows
from filon.ledger.queries.books import Books, Earmarked, ProgrammeSheet, books_of, books_seen, books_sheet, programme_sheet
from filon.ledger.queries.fees import fee_words
from filon.ledger.queries.flow import flow_of
from filon.ledger.queries.spending import fact_choices, payment_choices
from filon.ledger.services import movements
from filon.ledger.services.funds import programme_add
from filon.ledger.views.asking import chosen, reader_of, worker_of, works
from filon.people.roles import WORKING
from filon.people.views.request import viewer_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request)
    return page(
        request, "ledger/home.html", {"books": books_seen(viewer), "works": works(viewer), "is_school": viewer.standing.has(WORKING)}
    )


@require_safe
def books(request: HttpRequest, books_id: UUID) -> HttpResponse:
    return books_page(request, books_id)


def books_page(request: HttpRequest, books_id: UUID, refused: WritingForm | None = None) -> HttpResponse:
    """`refused`: a form of this page that did not go through."""
    sheet = books_sheet(reader_of(request), books_id)
    shown = {"sheet": sheet, "flow": flow_of(sheet.books.sums), "rules": sheet.fee_rules, "words": fee_words, "form": refused}
    return page(request, "ledger/books.html", shown, status=refused.status if refused else 200)


@require_safe
def accounting(request: HttpRequest, books_id: UUID) -> HttpResponseBase:
    viewer = reader_of(request)
    name = books_of(viewer, books_id).name
    return spreadsheets.respond("csv", _("entries of %(books)s") % {"books": name}, list(COLUMNS), accounting_rows(viewer, books_id))


@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    viewer, own = worker_of(request)
    parents = [(one.programme.uuid, one.programme.name) for found in own for one in found.sums.programmes if not one.programme.parent_id]
    form = ProgrammeForm(request.POST or None, books=[(str(one.uuid), one.name) for one in own], parents=parents)
    if form.writes(lambda: programme_add(by=viewer, programme=_typed(form, own))):
        return see_other(form.outcome, toast=_("The programme is there: money can be allocated to it."))
    return page(request, "ledger/programme_new.html", {"form": form}, status=form.status)


def _typed(form: ProgrammeForm, own: list[Books]) -> ProgrammeInput:
    found = chosen(own, form.cleaned_data["books"])
    return form.programme(fund_id=found.fund.uuid if found.fund else None, host_id=found.host_id)


@require_safe
def programme(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    return page(request, "ledger/programme.html", {"sheet": programme_sheet(viewer_of(request), programme_id)})


def _writable(request: HttpRequest, programme_id: UUID) -> ProgrammeSheet:
    """A programme whose money she may move. Raises PermissionDenied."""
    sheet = programme_sheet(viewer_of(request), programme_id)
    if not sheet.may_move:
        raise PermissionDenied
    return sheet


def _choices(held: list[Earmarked]) -> Choices:
    """Which money: the same words as on the page."""
    named = [(one.earmark.uuid if one.earmark else "", one.earmark.name if one.earmark else _("given for all programmes")) for one in held]
    return named or [("", _("given for all programmes"))]


@require_http_methods(["GET", "POST"])
def allocate(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    viewer, sheet = viewer_of(request), _writable(request, programme_id)
    form = AllocateForm(request.POST or None, held=_choices(sheet.available))
    if form.writes(lambda: movements.money_allocate(by=viewer, programme_id=programme_id, **form.given)):
        return see_other(sheet.programme, toast=_("The money is in the programme."))
    return page(request, "ledger/allocate.html", {"form": form, "sheet": sheet}, status=form.status)


@require_http_methods(["GET", "POST"])
def spend(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    viewer, sheet = viewer_of(request), _writable(request, programme_id)
    words = request.GET.get("q", "").strip()
    form = SpendForm(request.POST or None, request.FILES or None, held=_choices(sheet.held), **_named(request, sheet, words))
    if form.writes(lambda: movements.money_spend(by=viewer, spending=form.spending(programme_id))):
        return see_other(sheet.programme, toast=_("The spending is in the books."))
    return page(request, "ledger/spend.html", {"form": form, "sheet": sheet, "words": words}, status=form.status)


def _named(request: HttpRequest, sheet: ProgrammeSheet, words: str) -> dict[str, Choices]:
    """Facts and payments that may be named, those chosen already among them."""
    viewer = viewer_of(request)
    return {
        "facts": fact_choices(viewer, sheet.programme, words, request.POST.get("fact", "")),
        "payments": payment_choices(viewer, sheet.programme, request.POST.get("paid_by", "")),
    }


@require_http_methods(["GET", "POST"])
def reallocate(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    viewer, sheet = viewer_of(request), _writable(request, programme_id)
    same = Programme.objects.visible_to(viewer).filter(fund=sheet.programme.fund, host=sheet.programme.host).exclude(pk=sheet.programme.pk)
    form = MoveForm(request.POST or None, held=_choices(sheet.held), targets=[(one.uuid, one.name) for one in same])
    if form.writes(lambda: movements.money_reallocate(by=viewer, from_id=programme_id, to_id=form.cleaned_data["to"], **form.given)):
        return see_other(sheet.programme, toast=_("The money has moved to the other programme."))
    return page(request, "ledger/reallocate.html", {"form": form, "sheet": sheet}, status=form.status)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, movement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_visible_or_404(Movement.objects.select_related("programme", "line", "entity"), viewer=viewer, id=movement_id)
    movements.check_takes_back(viewer, found)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: movements.movement_take_back(by=viewer, movement_id=movement_id, reason=form.cleaned_data["reason"])):
        return see_other(
            found.programme or "ledger:lines", toast=_("It is taken back: both stay readable, and count for nothing together.")
        )
    return page(request, "ledger/take_back.html", {"form": form, "movement": found}, status=form.status)
