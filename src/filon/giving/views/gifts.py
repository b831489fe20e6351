"""Pages of gifts and donors."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filon.giving.forms.gifts import DonationForm, EntityDonorForm, IndividualForm, InKindForm
from filon.giving.forms.pledges import ReasonForm
from filon.giving.kinds import Means
from filon.giving.models import Donor, Gift
from filon.giving.queries import choices, gift_lists
from filon.giving.queries.donor_names import donor_name, may_see_persons, personal_values
from filon.giving.queries.donor_statement import donor_statement
from filon.giving.queries.gift_sheet import gift_sheet
from filon.giving.services import donors, gifts
from filon.giving.views.asking import form_page, reader_of, reads_or_posts
from filon.kernel.lists import ListPage
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.models import User
from filon.people.views.request import viewer_of

CREATES = "giving.gift.create"


@require_safe
def gift_list(request: HttpRequest) -> HttpResponseBase:
    viewer = reader_of(request)
    listed = ListPage(request, gift_lists.gifts(viewer), gift_lists.gift_list(viewer))
    context = {"list": listed, "may_write": viewer.has_perm(CREATES), "name_of": lambda donor: donor_name(donor, viewer), "means": Means}
    return listed.export(_("gifts")) or page(
        request, "giving/gifts.html", {**context, "source_of": gift_lists.source_of, "receipt_of": gift_lists.receipt_of}
    )


@require_safe
def gift(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    return page(request, "giving/gift.html", {"sheet": gift_sheet(viewer_of(request), gift_id)})


def _choices(viewer: User, host_id: int) -> dict[str, choices.Choices]:
    return {
        "donor": choices.donors(viewer, host_id),
        "beneficiary": choices.beneficiaries(viewer, host_id),
        "fund": choices.funds(viewer, host_id),
        "campaign": choices.campaigns(viewer, host_id),
        "pledge": choices.pledges(viewer, host_id),
    }


@reads_or_posts
def in_kind(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request, may=CREATES)
    host_id = choices.school_of_gifts(viewer)
    form = InKindForm(request.POST or None, request.FILES or None, choices=_choices(viewer, host_id))
    if form.writes(lambda: gifts.in_kind_record(by=viewer, host_id=host_id, gift=form.gift())):
        return see_other(reverse("giving:gift", args=[form.outcome.uuid]), toast=_("The gift in kind is recorded, with its value."))
    return form_page(request, "giving/in_kind.html", form)


@reads_or_posts
def donation(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request, may=CREATES)
    host_id = choices.school_of_gifts(viewer)
    form = DonationForm(request.POST or None, choices=_choices(viewer, host_id))
    if form.writes(lambda: gifts.donation_expect(by=viewer, host_id=host_id, donation=form.donation())):
        return see_other("giving:gifts", toast=_("It is expected: the bank’s credit that is matched to it makes the gift."))
    return form_page(request, "giving/donation.html", form)


@reads_or_posts
def withdraw(request: HttpRequest, gift_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = get_visible_or_404(Gift.objects.select_related("donor__entity"), viewer=viewer, id=gift_id, may="giving.gift.write")
    form = ReasonForm(request.POST or None)
    if form.writes(lambda: gifts.in_kind_withdraw(by=viewer, gift_id=gift_id, reason=form.cleaned_data["reason"])):
        return see_other("giving:gifts", toast=_("The gift is taken back; it stays readable in the journal."))
    return form_page(request, "giving/withdraw.html", form, {"gift": found, "name": donor_name(found.donor, viewer)})


@require_safe
def statement(request: HttpRequest, donor_id: UUID, year: int) -> HttpResponse:
    """What the donor declares of that year; printed, it is the paper that is sent."""
    return page(request, "giving/statement.html", {"statement": donor_statement(viewer_of(request), donor_id, year)})


@reads_or_posts
def donor_new(request: HttpRequest) -> HttpResponse:
    """A person; organisations become donors by what they promise."""
    viewer = reader_of(request, may=CREATES)
    host_id = choices.school_of_gifts(viewer)
    form = IndividualForm(request.POST or None)
    if form.writes(lambda: donors.donor_individual_add(by=viewer, host_id=host_id, individual=form.individual())):
        return see_other("giving:donation", toast=_("The donor is written down."))
    return form_page(request, "giving/donor_new.html", form)


@reads_or_posts
def donor(request: HttpRequest, donor_id: UUID) -> HttpResponse:
    """Name and address as the next receipt will bear them."""
    viewer = viewer_of(request)
    found = get_visible_or_404(Donor.objects.select_related("entity", "personal"), viewer=viewer, id=donor_id, may="giving.donor.write")
    form = _donor_form(request, found)
    if form.writes(lambda: _donor_write(viewer, found, form)):
        return see_other("giving:gifts", toast=_("The next receipt bears this address; those already issued keep theirs."))
    return form_page(request, "giving/donor.html", form, {"donor": found, "name": donor_name(found, viewer)})


def _donor_form(request: HttpRequest, found: Donor) -> EntityDonorForm | IndividualForm:
    if found.is_individual:
        known = personal_values(found) if may_see_persons(viewer_of(request), found.host_id) else {}
        return IndividualForm(request.POST or None, initial=known)
    names = ("legal_form", "street", "postal_code", "city", "country")
    return EntityDonorForm(request.POST or None, initial={name: getattr(found, name) for name in names})


def _donor_write(viewer: User, found: Donor, form: EntityDonorForm | IndividualForm) -> Donor:
    if isinstance(form, IndividualForm):
        return donors.donor_individual_change(by=viewer, donor_id=found.uuid, individual=form.individual())
    return donors.donor_entity_change(by=viewer, donor_id=found.uuid, legal_form=form.cleaned_data["legal_form"], address=form.address())
