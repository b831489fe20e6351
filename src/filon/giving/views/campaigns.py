"""Campaigns: for those who work with gifts, and for everybody once one is published."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.giving.forms.outcomes import CampaignForm
from filon.giving.models import Campaign
from filon.giving.queries import choices
from filon.giving.queries.campaign_sheet import campaign_sheet, public_campaign
from filon.giving.services.gifts import campaign_open
from filon.giving.services.outcomes import campaign_publish
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.pages import page, see_other
from filon.people.views.request import viewer_of


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request)
    seen = Campaign.objects.visible_to(viewer).select_related("fund", "beneficiary")[:200]
    return page(request, "giving/campaigns.html", {"campaigns": seen, "may_write": viewer.has_perm("giving.gift.create")})


@require_safe
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    return page(request, "giving/campaign.html", {"sheet": campaign_sheet(viewer_of(request), campaign_id)})


@login_not_required
@require_safe
def campaign_public(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Goal, pledged, received; nobody is named who has not agreed to be."""
    return page(request, "giving/campaign_public.html", {"sheet": public_campaign(campaign_id)})


@reads_or_posts
def campaign_new(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request, may="giving.gift.create")
    host_id = choices.school_of_gifts(viewer)
    given = {"beneficiary": choices.beneficiaries(viewer, host_id), "fund": choices.funds(viewer, host_id)}
    form = CampaignForm(request.POST or None, choices=given)
    if form.writes(lambda: campaign_open(by=viewer, host_id=host_id, campaign=form.campaign())):
        return see_other(
            reverse("giving:campaign", args=[form.outcome.uuid]), toast=_("The campaign is open; nobody outside reads it yet.")
        )
    return form_page(request, "giving/campaign_new.html", form)


@require_POST
def campaign_show(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Published, or withdrawn when `public` is "no"."""
    is_public = request.POST.get("public") != "no"
    campaign_publish(by=viewer_of(request), campaign_id=campaign_id, is_public=is_public)
    toast = _("Everybody may read its page now.") if is_public else _("Its page is shown to nobody outside any more.")
    return see_other(reverse("giving:campaign", args=[campaign_id]), toast=toast)
