"""What a demonstration alone shows: signing in as anybody with one click, and the messages that did not leave. 404 anywhere else."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from filon.kernel.idempotency import without_key
from filon.kernel.pages import page, see_other
from filon.people.queries import kept_messages
from filon.people.services.signin import demo_enter
from filon.people.views.signin import enter
from filon.people.visits import own_path, require_demo


@without_key
@login_not_required
@require_POST
def demonstration(request: HttpRequest, user_id: UUID) -> HttpResponse:
    require_demo(request)
    enter(request, demo_enter(user_id=user_id))
    return see_other(own_path(request, request.POST.get("next")))


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    require_demo(request)
    return page(request, "people/mailbox.html", {"messages": kept_messages()})
