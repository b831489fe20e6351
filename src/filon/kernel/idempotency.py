"""The same POST twice does one thing once: a key inserted first in the writer's transaction, with its answer."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.kernel.models import IdempotencyKey
from filon.kernel.pages import SeeOther, error_page

FIELD = "idempotency_key"
HEADER = "Idempotency-Key"
NOT_HASHED = {FIELD, "csrfmiddlewaretoken"}
KEPT = timedelta(hours=72)

View = TypeVar("View", bound=Callable[..., Any])


def without_key(view: View) -> View:
    """Marks a view whose POSTs carry no key, because a library draws its form or doing it twice does nothing."""
    view.without_idempotency_key = True  # type: ignore[attr-defined]
    return view


class Idempotency:
    """Middleware, after the one that knows the user. Answers a repeated POST with its first answer (303 to the same address, or
    404 when the rights of the actor changed meanwhile), 400 without a key, 409 while the first is at work, 422 for another body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        route = route_of(request) if request.method == "POST" else None
        if route is None:
            return self.get_response(request)
        key = key_of(request)
        if key is None:
            return error_page(request, 400, _("This form came without its key, so nothing was done: open the page again, then send it."))
        return self._once(request, IdempotencyKey(actor=actor_of(request), route=route, key=key))

    def _once(self, request: HttpRequest, key: IdempotencyKey) -> HttpResponse:
        key.body_hash, key.standing = body_hash(request), standing_of(request)
        with transaction.atomic():
            if not _alone(key):
                return error_page(request, 409, _("This is being done already: wait a moment, then look at the page again."))
            former = IdempotencyKey.objects.filter(actor=key.actor, route=key.route, key=key.key).first()
            if former is not None:
                return _replay(request, key, former)
            key.save()
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                return response
            key.status, key.location = response.status_code, response.headers.get("Location", "")
            key.save(update_fields=["status", "location"])
            return response


def route_of(request: HttpRequest) -> str | None:
    """The name of the view a POST goes to; None when it needs no key or goes nowhere."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return None if getattr(match.func, "without_idempotency_key", False) else match.view_name[:200]


def key_of(request: HttpRequest) -> UUID | None:
    """The key of the hidden field, or of the header for a program."""
    try:
        return UUID(request.headers.get(HEADER) or request.POST.get(FIELD, ""))
    except ValueError:
        return None


def actor_of(request: HttpRequest) -> str:
    """`user:<id>`, or a digest of the session for somebody who has not signed in."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    session = request.session.session_key or request.META.get("CSRF_COOKIE", "")
    return f"session:{hashlib.sha256(session.encode()).hexdigest()}"


def standing_of(request: HttpRequest) -> str:
    """sha256 of what the actor may do today and for which host she works."""
    if not request.user.is_authenticated:
        return ""
    text = f"{request.user.acting_host_id}|{request.user.standing.digest()}"
    return hashlib.sha256(text.encode()).hexdigest()


def body_hash(request: HttpRequest) -> str:
    """sha256 of the address, the fields (without the two keys) and the content of the files, in the order they came."""
    digest = hashlib.sha256(request.get_full_path().encode())
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        digest.update(request.body)
    for part in _parts(request):
        digest.update(b"\x00" + part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    for name, values in request.POST.lists():
        if name not in NOT_HASHED:
            yield from (text.encode() for text in (name, *values))
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            yield from (name.encode(), str(upload.name).encode(), _content_hash(upload))


def _content_hash(upload: UploadedFile) -> bytes:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.digest()


def _alone(key: IdempotencyKey) -> bool:
    """Holds the key until the transaction ends; False when another request holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{key.actor}|{key.route}|{key.key}"])
        return bool(cursor.fetchone()[0])


def _replay(request: HttpRequest, key: IdempotencyKey, former: IdempotencyKey) -> HttpResponse:
    if key.body_hash != former.body_hash:
        return error_page(request, 422, _("This form was already sent with other content: open the page again and fill it in again."))
    if key.standing != former.standing:
        raise Http404
    return SeeOther(former.location or request.get_full_path())


def forget_old() -> int:
    """Deletes keys older than 72 hours."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
