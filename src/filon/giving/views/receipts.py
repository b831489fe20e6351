"""Pages of tax receipts: the list, one, issue, cancel and replace, many at once; who issues."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.giving.forms.pledges import ReasonForm
from filon.giving.forms.receipts import IssuerForm, PeriodForm, year_of
from filon.giving.models import Gift, Issuer, IssueRun, TaxReceipt
from filon.giving.queries import choices, gift_lists
from filon.giving.queries.donor_names import donor_name
from filon.giving.queries.gift_sheet import gift_sheet
from filon.giving.queries.issuable import Batch
from filon.giving.queries.receipt_sheet import papers_failed, papers_of_run, receipt_sheet, run_sheet, runs
from filon.giving.services import donor_links, issuing, receipts
from filon.giving.services.donors import issuer_declare
from filon.giving.views.archive import zipped
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel import audit
from filon.kernel.forms import WritingForm
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.partners.models import LegalEntity
from filon.people.models import User
from filon.people.views.request import viewer_of

ISSUES = "giving.receipt.issue"


def receipt_url(receipt: TaxReceipt) -> str:
    return reverse("giving:receipt", args=[receipt.uuid])


@require_safe
def receipt_list(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, gift_lists.receipts(viewer), gift_lists.receipt_list(viewer))
    own = list(choices.issuers(viewer))
    context = {"list": listed, "issuers": own, "name_of": lambda donor: donor_name(donor, viewer)}
    export = listed.export(_("receipts"))
    return export or page(request, "giving/receipts.html", {**context, "failures": papers_failed(viewer)})


@require_safe
def receipt(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    return page(request, "giving/receipt.html", {"sheet": receipt_sheet(viewer_of(request), receipt_id)})


@reads_or_posts
def issue(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    """One receipt for one gift."""
    viewer = viewer_of(request)
    get_visible_or_404(Gift, viewer=viewer, id=gift_id, may=ISSUES)
    form = WritingForm(request.POST or None)
    if form.writes(lambda: receipts.receipt_issue(by=viewer, gift_ids=[gift_id])):
        return see_other(receipt_url(form.outcome), toast=_("The receipt is issued; its number stays taken."))
    return form_page(request, "giving/issue.html", form, {"sheet": gift_sheet(viewer, gift_id)})


@reads_or_posts
def cancel(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = _issued(viewer, receipt_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: receipts.receipt_cancel(by=viewer, receipt_id=receipt_id, reason=form.cleaned_data["reason"])):
        return see_other(receipt_url(found), toast=_("The receipt is cancelled; its gifts may be receipted again."))
    return form_page(request, "giving/cancel.html", form, {"receipt": found, "name": donor_name(found.donor, viewer)})


@reads_or_posts
def replace(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = _issued(viewer, receipt_id)
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: receipts.receipt_replace(by=viewer, receipt_id=receipt_id, reason=form.cleaned_data["reason"])):
        return see_other(receipt_url(form.outcome), toast=_("The new receipt replaces the former, which stays readable as cancelled."))
    return form_page(request, "giving/replace.html", form, {"receipt": found, "name": donor_name(found.donor, viewer)})


def _issued(viewer: User, receipt_id: UUID) -> TaxReceipt:
    rows = TaxReceipt.objects.select_related("issuer", "donor__entity", "donor__personal")
    return get_visible_or_404(rows, viewer=viewer, id=receipt_id, may=ISSUES)


@reads_or_posts
def issue_many(request: HttpRequest) -> HttpResponse:
    """`?issuer=&start=&last=` shows the dry run; a POST of the same starts the task."""
    viewer = reader_of(request)
    own = list(choices.issuers(viewer))
    form = _period(request, own)
    if request.method == "POST" and form.writes(lambda: _start(viewer, form)):
        return see_other(_run_url(form.outcome), toast=_("The receipts are being issued: you may leave this page."))
    context = {"form": form, "plan": _plan(viewer, form, own), "issuers": own, "name_of": lambda donor: donor_name(donor, viewer)}
    return page(request, "giving/issue_many.html", {**context, "runs": runs(viewer)}, status=422 if request.method == "POST" else 200)


def _period(request: HttpRequest, own: list[LegalEntity]) -> PeriodForm:
    """What is chosen: in the address for the dry run, in the form to issue."""
    initial, issuers = year_of(timezone.localdate()), [(one.uuid, one.name) for one in own]
    return PeriodForm(request.POST or request.GET or None, initial=initial, issuers=issuers)


def _run_url(run: IssueRun) -> str:
    return reverse("giving:issue_run", args=[run.uuid])


def _start(viewer: User, form: PeriodForm) -> object:
    return issuing.issue_run_start(by=viewer, host_id=choices.school_of_gifts(viewer), **form.period())


def _plan(viewer: User, form: PeriodForm, own: list[LegalEntity]) -> list[Batch] | None:
    """The dry run, once issuer and period are chosen."""
    if not form.is_bound or not form.is_valid():
        return None
    period = form.period()
    issuer = next(one for one in own if one.uuid == period.pop("issuer_id"))
    return issuing.issue_plan(by=viewer, issuer=issuer, **period)


@require_safe
def issue_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    return page(request, "giving/issue_run.html", {"sheet": run_sheet(viewer_of(request), run_id)})


@require_safe
def run_archive(request: HttpRequest, run_id: UUID) -> StreamingHttpResponse:
    """Every receipt of a bulk issue, as it stands, in one ZIP that is written while it is sent."""
    viewer = viewer_of(request)
    run = get_visible_or_404(IssueRun, viewer=viewer, id=run_id, may=ISSUES)
    audit.record(viewer, "receipt.archive_read", run)
    disposition = f'attachment; filename="recus-{run.asked_at:%Y-%m-%d}.zip"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(zipped(papers_of_run(run)), content_type="application/zip", headers=headers)


@require_POST
def send(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Writes to the donor again."""
    sent = donor_links.receipt_send(by=viewer_of(request), receipt_id=receipt_id)
    return see_other(reverse("giving:receipt", args=[receipt_id]), toast=_("%(count)d letter leaves.") % {"count": sent})


@reads_or_posts
def issuer(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    """Who the entity is on its receipts, from a day on."""
    viewer = viewer_of(request)
    entity = get_visible_or_404(LegalEntity, viewer=viewer, id=entity_id, may="giving.issuer.write")
    form = IssuerForm(request.POST or None)
    if form.writes(lambda: issuer_declare(by=viewer, entity_id=entity_id, issuer=form.issuer())):
        return see_other("giving:receipts", toast=_("Receipts issued from that day on bear this."))
    declared = Issuer.objects.visible_to(viewer).filter(entity=entity)
    return form_page(request, "giving/issuer.html", form, {"entity": entity, "declared": declared})
