"""Where the euros went: the picture, attributing, following one gift, reporting to its donor."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.queries.document import Language
from filon.giving.forms.outcomes import AttributeForm, SpreadForm
from filon.giving.models import Attribution, Gift
from filon.giving.queries import choices
from filon.giving.queries.donor_report import donor_report, lede_of, report_pdf
from filon.giving.queries.euro import followed
from filon.giving.queries.foundation import foundation_sheet
from filon.giving.queries.gift_sheet import gift_sheet
from filon.giving.queries.outcome_choices import fact_choices, fund_choices
from filon.giving.queries.spendings import spending_of, spending_sheet, spendings
from filon.giving.queries.ways_picture import picture_of
from filon.giving.queries.where import where_it_went
from filon.giving.services.gifts import attribution_end, outcome_attribute
from filon.giving.services.outcomes import outcome_spread
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.views.request import viewer_of


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """All gifts she sees; `?fonds=` or `?donateur=` narrows."""
    viewer = reader_of(request)
    fund_id, donor_id = _uuid(request.GET.get("fonds")), _uuid(request.GET.get("donateur"))
    where = where_it_went(viewer, fund_id=fund_id, donor_id=donor_id)
    context: dict[str, object] = {"where": where, "picture": picture_of(where), "may_write": viewer.has_perm("giving.gift.create")}
    if fund_id is None and donor_id is None:
        context["spendings"] = spendings(viewer, request.GET.get("depenses"))
    return page(request, "giving/outcomes.html", context)


def _uuid(text: str | None) -> UUID | None:
    """Raises Http404 for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


@require_safe
def follow(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    return page(request, "giving/follow.html", {"followed": followed(viewer_of(request), gift_id)})


@reads_or_posts
def attribute(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    gift = get_visible_or_404(Gift.objects.all(), viewer=viewer, id=gift_id, may="giving.gift.write")
    form = AttributeForm(request.POST or None, facts=fact_choices(viewer, gift.host_id))
    if form.writes(lambda: outcome_attribute(by=viewer, fact_id=form.cleaned_data["fact"], share=form.points, gift_id=gift_id)):
        return see_other(reverse("giving:attribute", args=[gift_id]), toast=_("The outcome is attributed to this gift."))
    return form_page(request, "giving/attribute.html", form, {"sheet": gift_sheet(viewer, gift_id)})


@reads_or_posts
def attribute_spending(request: HttpRequest, movement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    sheet = spending_sheet(viewer, movement_id)
    form = AttributeForm(request.POST or None, facts=fact_choices(viewer, sheet.movement.host_id), is_spending=True)
    if form.writes(lambda: outcome_attribute(by=viewer, fact_id=form.cleaned_data["fact"], share=form.points, entry_id=sheet.entry_id)):
        url = reverse("giving:attribute_spending", args=[movement_id])
        return see_other(url, toast=_("The outcome is attributed to this spending."))
    return form_page(request, "giving/attribute_spending.html", form, {"sheet": sheet})


@require_POST
def attribution_withdraw(request: HttpRequest, attribution_id: UUID) -> HttpResponse:
    attribution = attribution_end(by=viewer_of(request), attribution_id=attribution_id)
    return see_other(_page_of(attribution), toast=_("The attribution is ended: its share is free again."))


def _page_of(attribution: Attribution) -> str:
    """Of the gift, or of the spending, that it shares."""
    if attribution.gift:
        return reverse("giving:attribute", args=[attribution.gift.uuid])
    return reverse("giving:attribute_spending", args=[spending_of(attribution)])


@reads_or_posts
def spread(request: HttpRequest) -> HttpResponse:
    """One outcome, taken from the oldest gifts whose share is free."""
    viewer = reader_of(request, may="giving.gift.create")
    host_id = choices.school_of_gifts(viewer)
    form = SpreadForm(request.POST or None, facts=fact_choices(viewer, host_id), funds=fund_choices(viewer, host_id))
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if form.writes(lambda: outcome_spread(by=viewer, fact_id=typed["fact"], amount_cents=typed["amount"], fund_id=typed["fund"])):
        return see_other("giving:outcomes", toast=_("The outcome is attributed to the oldest gifts that were free."))
    return form_page(request, "giving/spread.html", form)


@require_safe
def report(request: HttpRequest, donor_id: UUID, year: int) -> HttpResponse:
    """The same as the PDF, for whoever sees the donor: those who work with gifts, and the donor's own people."""
    found = donor_report(viewer_of(request), donor_id, year)
    return page(request, "giving/report.html", {"report": found, "lede": lede_of(found)})


@require_safe
def report_paper(request: HttpRequest, donor_id: UUID, year: int) -> HttpResponse:
    """`?langue=en` for English, else the reader's language."""
    language: Language = "en" if (request.GET.get("langue") or get_language()) == "en" else "fr"
    content = report_pdf(viewer_of(request), donor_id, year, language)
    disposition = f'inline; filename="{_("report")}-{year}-{language}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@require_safe
def foundation(request: HttpRequest) -> HttpResponse:
    """Each sheltered fund she keeps, or that serves her school."""
    return page(request, "giving/foundation.html", {"rows": foundation_sheet(reader_of(request))})
