"""The meter of counterparts, a simulation, values and justification."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.models import Agreement, Commitment
from filon.giving.forms.pledges import ReasonForm, SimulationForm, ValueForm
from filon.giving.queries.counterparts import meter_of, simulated
from filon.giving.services.counterparts import counterpart_value, counterparts_justify
from filon.giving.views.asking import form_page, reads_or_posts
from filon.kernel.pages import see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.views.request import viewer_of


@reads_or_posts
def counterparts(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The meter; `?quantity=&value=&year=` shows it with counterparts that one thinks of adding. A POST justifies what is above."""
    viewer = viewer_of(request)
    agreement = get_visible_or_404(Agreement, viewer=viewer, id=agreement_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.writes(
        lambda: counterparts_justify(by=viewer, agreement_id=agreement_id, reason=form.cleaned_data["reason"])
    ):
        return see_other(_url(agreement_id), toast=_("The justification is in the file, under your name."))
    return form_page(request, "giving/counterparts.html", form, _context(request, viewer, agreement))


def _context(request: HttpRequest, viewer: User, agreement: Agreement) -> dict[str, object]:
    meter = meter_of(agreement.pk)
    simulation = SimulationForm(request.GET or None)
    year = (simulation.is_valid() and simulation.cleaned_data["year"]) or timezone.localdate().year
    added = simulation.added_cents
    tried = simulated(meter, added_cents=added, year=year) if added else None
    may_write = viewer.has_perm("agreements.agreement.write", agreement)
    return {"agreement": agreement, "meter": meter, "tried": tried, "added_cents": added, "simulation": simulation, "may_write": may_write}


def _url(agreement_id: UUID) -> str:
    return reverse("giving:counterparts", args=[agreement_id])


@reads_or_posts
def value(request: HttpRequest, commitment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    rows = Commitment.objects.select_related("agreement", "debtor__entity", "creditor__entity")
    commitment = get_visible_or_404(rows, viewer=viewer, id=commitment_id, may="agreements.agreement.write")
    form = ValueForm(request.POST or None)
    if form.writes(lambda: counterpart_value(by=viewer, commitment_id=commitment_id, **form.valuation())):
        return see_other(_url(commitment.agreement.uuid), toast=_("The counterpart is valued."))
    return form_page(request, "giving/value.html", form, {"commitment": commitment, "term": commitment.terms.latest("version__number")})
