"""What a supervisor, a proxy or a collector of figures asks."""

import hmac
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from filon.kernel.operations import metrics, vitals

TEXT = "text/plain; charset=utf-8"
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


@login_not_required
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """This process answers; nothing else is asked. The word tells Filon from another program on the same port."""
    return HttpResponse("filon\n", content_type=TEXT)


@login_not_required
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """503 while the database or the store of files does not answer. A worker that is missing or a seal that is late is told in the body,
    with 200: taking the pages away from people would help nobody."""
    found = vitals.checks()
    is_ready = all(check.is_well for check in found if check.vital)
    told = {"ready": is_ready, **{check.name: "well" if check.is_well else "ill" for check in found}}
    return HttpResponse(json.dumps(told) + "\n", content_type="application/json", status=200 if is_ready else 503)


@login_not_required
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus, for whoever has the secret `FILON_VAR/secrets/metrics`; nobody else learns that they are here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.METRICS_SECRET.encode()):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=EXPOSITION, headers={"Cache-Control": "no-store"})
