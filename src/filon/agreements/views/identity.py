"""What changes without an amendment: title and people in charge."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from filon.agreements.forms.commitments import OwnersForm
from filon.agreements.forms.drafting import IdentityForm
from filon.agreements.models import Agreement, Commitment
from filon.agreements.queries.commitment_sheet import promise_of
from filon.agreements.queries.draft_choices import contact_choices, owner_choices
from filon.agreements.services import identity
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.kernel.pages import see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.views.request import viewer_of


@reads_or_posts
def change(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    rows = Agreement.objects.select_related("kind", "owner")
    agreement = get_visible_or_404(rows, viewer=viewer, id=agreement_id, may="agreements.agreement.write")
    form = IdentityForm(request.POST or None, agreement=agreement)
    if form.writes(lambda: identity.agreement_change(by=viewer, agreement_id=agreement_id, **form.identity())):
        return see_other(reverse("agreements:detail", args=[agreement_id]), toast=_("Title and person in charge are saved."))
    return form_page(request, "agreements/identity.html", form, {"agreement": agreement})


@reads_or_posts
def commitment_owner(request: HttpRequest, agreement_id: UUID, commitment_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    commitment, promise = promise_of(viewer, agreement_id, commitment_id, may="agreements.agreement.write")
    form = _owners_form(request, viewer, commitment)
    if form.writes(lambda: identity.commitment_owner_set(by=viewer, commitment_id=commitment_id, **form.owners())):
        return see_other(reverse("agreements:commitment", args=[agreement_id, commitment_id]), toast=_("Who looks after it is saved."))
    context = {"commitment": commitment, "promise": promise, "agreement": commitment.agreement}
    return form_page(request, "agreements/commitment_owner.html", form, context)


def _owners_form(request: HttpRequest, viewer: User, commitment: Commitment) -> OwnersForm:
    parties = {commitment.debtor.entity_id, commitment.creditor.entity_id}
    return OwnersForm(
        request.POST or None,
        initial=OwnersForm.initial_of(commitment),
        owners=owner_choices(commitment.agreement, kept=commitment.owner),
        contacts=contact_choices(viewer, parties, kept=commitment.owner_contact),
    )
