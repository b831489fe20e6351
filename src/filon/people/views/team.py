"""The people of a school: roles with their dates, invitations."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404
from filon.people.forms import EndForm, InviteForm
from filon.people.models import Host, Membership
from filon.people.queries import team_of
from filon.people.services.invitations import invitation_withdraw, user_invite
from filon.people.services.memberships import membership_end
from filon.people.views.request import Request, acting_host_or_404


@require_GET
def team(request: Request) -> HttpResponse:
    return _page(request, acting_host_or_404(request, may="people.team.read"), InviteForm())


@require_POST
def invite(request: Request) -> HttpResponse:
    host, form = acting_host_or_404(request, may="people.team.invite"), InviteForm(request.POST)
    if form.writes(lambda: user_invite(by=request.user, host_id=host.uuid, **form.cleaned_data)):
        return see_other("people:team", toast=_("The invitation of %(name)s leaves now.") % {"name": form.outcome.name})
    return _page(request, host, form)


@require_POST
def withdraw(request: Request, invitation_id: UUID) -> HttpResponse:
    invitation = invitation_withdraw(by=request.user, invitation_id=invitation_id)
    return see_other("people:team", toast=_("The invitation of %(name)s is withdrawn.") % {"name": invitation.name})


@require_POST
def end(request: Request, membership_id: UUID) -> HttpResponse:
    membership = get_visible_or_404(Membership, viewer=request.user, id=membership_id, may="people.membership.end")
    form = EndForm(request.POST)
    if form.writes(lambda: membership_end(by=request.user, membership_id=membership_id, end=form.cleaned_data["end"])):
        return see_other("people:team", toast=_("The end of the role is written down."))
    return page(request, "people/membership_end.html", {"form": form, "membership": membership}, status=form.status)


def _page(request: Request, host: Host, form: InviteForm) -> HttpResponse:
    context = {
        "team": team_of(host, request.user),
        "form": form,
        "end_form": EndForm(auto_id=False),
        "may_invite": request.user.has_perm("people.team.invite", host),
        "may_end": request.user.has_perm("people.membership.end", host),
    }
    return page(request, "people/team.html", context, status=form.status)
