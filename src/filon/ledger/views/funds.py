"""A fund that serves the school, and what its umbrella takes."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from filon.kernel.pages import page, see_other
from filon.ledger.forms.funds import FeeRuleForm, FundForm, YearForm
from filon.ledger.models import FundService
from filon.ledger.queries.books import Books, books_of
from filon.ledger.queries.fees import fee_rules, fee_words
from filon.ledger.rights import keeps_books_of
from filon.ledger.services.funds import fee_rule_write, fee_year_take, fund_serve
from filon.ledger.views.asking import reader_of
from filon.ledger.views.books import books_page
from filon.partners.models import Fund
from filon.partners.rights import school_of_work
from filon.people.models import User


@require_http_methods(["GET", "POST"])
def fund_new(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request)
    school = school_of_work(viewer)
    free = Fund.objects.visible_to(viewer).exclude(services__in=FundService.objects.visible_to(viewer)).order_by("name")
    form = FundForm(request.POST or None, funds=[(one.uuid, one.name) for one in free])
    if form.writes(lambda: fund_serve(by=viewer, fund_id=form.cleaned_data["fund"], host_id=school.pk, start=form.cleaned_data["start"])):
        return see_other("ledger:home", toast=_("The books of this fund are open to the school."))
    return page(request, "ledger/fund_new.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def fee_rule(request: HttpRequest, books_id: UUID) -> HttpResponse:
    viewer, books, fund = _kept_fund(request, books_id)
    form = FeeRuleForm(request.POST or None)
    if form.writes(lambda: fee_rule_write(by=viewer, rule=form.rule(books_id))):
        return see_other(books_address(books_id), toast=_("The rule holds from that day; what was taken before stays as it was."))
    shown = {"form": form, "books": books, "rules": fee_rules(viewer, fund), "words": fee_words}
    return page(request, "ledger/fee_rule.html", shown, status=form.status)


@require_POST
def fee_year(request: HttpRequest, books_id: UUID) -> HttpResponse:
    viewer, _books, _fund = _kept_fund(request, books_id)
    form = YearForm(request.POST)
    if form.writes(lambda: fee_year_take(by=viewer, fund_id=books_id, year=form.cleaned_data["year"])):
        return see_other(books_address(books_id), toast=_("The yearly fee is taken; this can be taken back."))
    return books_page(request, books_id, form)


def _kept_fund(request: HttpRequest, books_id: UUID) -> tuple[User, Books, Fund]:
    """The books of a fund, for who keeps them. 404 for other books, 403 for who only reads them."""
    viewer = reader_of(request)
    books = books_of(viewer, books_id)
    if books.fund is None:
        raise Http404
    if not keeps_books_of(viewer, books.entity, host_id=books.host_id):
        raise PermissionDenied
    return viewer, books, books.fund


def books_address(books_id: UUID) -> str:
    return reverse("ledger:books", args=[books_id])
