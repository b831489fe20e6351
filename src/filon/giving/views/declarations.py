"""Pages of the annual declaration."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.giving.forms.receipts import PeriodForm, year_of
from filon.giving.kinds import DeclarationPart
from filon.giving.models import AnnualDeclaration, AnnualDeclarationLine
from filon.giving.queries import choices
from filon.giving.queries.receipt_sheet import DeclarationSheet, declaration_sheet
from filon.giving.services.declarations import declaration_freeze
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.pages import page, see_other
from filon.kernel.spreadsheets import respond
from filon.people.views.request import viewer_of


@reads_or_posts
def declarations(request: HttpRequest) -> HttpResponse:
    """Those that were frozen; a POST freezes one more."""
    viewer = reader_of(request)
    own = [(one.uuid, one.name) for one in choices.issuers(viewer)]
    last_year = year_of(timezone.localdate() - dt.timedelta(days=366))
    form = PeriodForm(request.POST or None, initial=last_year, issuers=own)
    if form.writes(lambda: declaration_freeze(by=viewer, **form.period())):
        return see_other(reverse("giving:declaration", args=[form.outcome.uuid]), toast=_("The declaration is frozen with its list."))
    frozen = AnnualDeclaration.objects.visible_to(viewer).select_related("issuer", "frozen_by", "replacement")
    return form_page(request, "giving/declarations.html", form, {"declarations": frozen, "issuers": own})


@require_safe
def declaration(request: HttpRequest, declaration_id: UUID) -> HttpResponseBase:
    """`?export=csv|xlsx`: its list."""
    sheet = declaration_sheet(viewer_of(request), declaration_id)
    return _export(request, sheet) or page(request, "giving/declaration.html", {"sheet": sheet})


def _export(request: HttpRequest, sheet: DeclarationSheet) -> HttpResponseBase | None:
    kind = request.GET.get("export", "")
    if kind not in ("csv", "xlsx"):
        return None
    heads = [_("Part"), _("Why"), _("Day"), _("Amount"), _("Receipt"), _("Donor")]
    return respond(kind, _("declaration"), heads, (_row(sheet, line) for line in [*sheet.amounts, *sheet.documents, *sheet.differences]))


def _row(sheet: DeclarationSheet, line: AnnualDeclarationLine) -> list[object]:
    """A line of the list, as its heads say."""
    why = sheet.why(line) if line.difference else ""
    number = line.receipt.reference if line.receipt else ""
    return [DeclarationPart(line.part).label, why, line.on, line.amount_cents / 100, number, sheet.names.get(line.pk, "")]
