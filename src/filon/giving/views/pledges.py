"""Pages of what is promised: the list, a pledge, calls and letters, what is given up."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.giving.forms.pledges import CallForm, WaiveForm
from filon.giving.kinds import InstalmentState
from filon.giving.letters import call_letter, read_call
from filon.giving.models import Call, Instalment
from filon.giving.queries import instalments
from filon.giving.queries.choices import people_of_donor
from filon.giving.queries.counterparts import meter_of
from filon.giving.queries.gift_lists import receipt_of
from filon.giving.queries.pledge_sheet import bars, opening, pledge_sheet, today_at
from filon.giving.services import calls
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.views.request import viewer_of

RELATED = ("pledge__agreement", "pledge__donor__entity", "pledge__donor__personal", "pledge__beneficiary", "receivable")


@require_safe
def pledge_list(request: HttpRequest) -> HttpResponseBase:
    reader_of(request)
    listed = ListPage(request, instalments.INSTALMENTS, instalments.LIST)
    context = {"list": listed, "marks": instalments.MARKS, "states": InstalmentState}
    return listed.export(_("pledges")) or page(request, "giving/list.html", context)


@require_safe
def pledge(request: HttpRequest, pledge_id: UUID) -> HttpResponse:
    sheet = pledge_sheet(viewer_of(request), pledge_id)
    meter = meter_of(sheet.pledge.agreement_id)
    drawn = {"bars": bars(sheet), "today_at": today_at(sheet), "meter": meter}
    return page(request, "giving/pledge.html", {"sheet": sheet, "sentence": opening(sheet), "receipt_of": receipt_of, **drawn})


@reads_or_posts
def call(request: HttpRequest, instalment_id: UUID) -> HttpResponse:
    viewer, instalment = viewer_of(request), asked_instalment(request, instalment_id)
    initial = {"channel": "email", "language": (get_language() or "fr")[:2]}
    form = CallForm(request.POST or None, initial=initial, people=people_of_donor(instalment))
    if form.writes(lambda: calls.instalment_call(by=viewer, instalment_id=instalment_id, **form.call())):
        return see_other(reverse("giving:letter", args=[form.outcome.uuid]), toast=_("The call is recorded."))
    return form_page(request, "giving/call.html", form, {"instalment": instalment, "open_cents": calls.open_of(instalment)})


def asked_instalment(request: HttpRequest, instalment_id: UUID) -> Instalment:
    """The instalment, for whoever may act on it."""
    rows = Instalment.objects.select_related(*RELATED)
    return get_visible_or_404(rows, viewer=viewer_of(request), id=instalment_id, may="giving.pledge.write")


@require_safe
def letter(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """The call as it left, or as it is to be printed and posted."""
    found = get_visible_or_404(Call, viewer=viewer_of(request), id=call_id)
    read = read_call(found.pk)
    return page(request, "giving/letter.html", {"call": read, "pledge": read.instalment.pledge, "letter": call_letter(read)})


@reads_or_posts
def waive(request: HttpRequest, instalment_id: UUID) -> HttpResponse:
    viewer, instalment = viewer_of(request), asked_instalment(request, instalment_id)
    open_cents = calls.open_of(instalment)
    form = WaiveForm(request.POST or None, initial={"amount": open_cents})
    if form.writes(lambda: calls.instalment_waive(by=viewer, instalment_id=instalment_id, **form.waive())):
        return see_other(_pledge_url(instalment), toast=_("It is given up; the agreement’s balance says so too."))
    return form_page(request, "giving/waive.html", form, {"instalment": instalment, "open_cents": open_cents})


def _pledge_url(instalment: Instalment) -> str:
    return reverse("giving:pledge", args=[instalment.pledge.uuid])
