"""Pages of imports: send a file, say what its columns are, look at its lines, confirm, follow."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from filon.kernel import magic
from filon.kernel.actors import viewer_of
from filon.kernel.imports import queries, services
from filon.kernel.imports.forms import FileForm, MappingForm, SheetForm
from filon.kernel.imports.preview import preview_of
from filon.kernel.imports.templates import template_of
from filon.kernel.models import Import, ImportState
from filon.kernel.pages import page, see_other
from filon.kernel.rights import get_visible_or_404


@require_safe
@login_required
def kinds(request: HttpRequest) -> HttpResponse:
    found = queries.kinds_for(viewer_of(request))
    if not found:
        raise PermissionDenied
    return page(request, "imports/kinds.html", {"kinds": found, "open_imports": queries.open_imports(viewer_of(request), *found)})


@require_http_methods(["GET", "POST"])
@login_required
def begin(request: HttpRequest, kind_code: str) -> HttpResponse:
    viewer, kind = viewer_of(request), queries.kind_called(kind_code)
    queries.host_for(viewer, kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.writes(lambda: services.import_begin(by=viewer, kind=kind, upload=form.cleaned_data["file"])):
        return see_other(reverse("imports:columns", args=[form.outcome.uuid]))
    context = {"kind": kind, "form": form, "open_imports": queries.open_imports(viewer, kind)}
    return page(request, "imports/begin.html", context, status=form.status)


@require_GET
@login_required
def template(request: HttpRequest, kind_code: str, language: str) -> HttpResponse:
    kind = queries.kind_called(kind_code)
    queries.host_for(viewer_of(request), kind)
    if language not in ("fr", "en"):
        raise Http404
    answer = HttpResponse(template_of(kind, language), content_type=magic.CONTENT_TYPES["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="filon-{kind.code}-{language}.xlsx"'
    return answer


@require_safe
@login_required
def follow(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Where an import stands: its columns are still to be said, or its preview, progress or result."""
    found = _import(request, import_id)
    if found.state == ImportState.MAPPING:
        return see_other(reverse("imports:columns", args=[found.uuid]))
    return page(request, "imports/follow.html", preview_of(found, request.GET))


@require_http_methods(["GET", "POST"])
@login_required
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    found = _import(request, import_id)
    kind = queries.kind_called(found.kind)
    told = queries.asked(kind, found, request.POST or request.GET)
    form = MappingForm(request.POST or None, kind=kind, found=told)
    if form.writes(lambda: services.import_map(by=viewer_of(request), import_id=import_id, **form.given())):
        return see_other(reverse("imports:follow", args=[found.uuid]))
    context = {"import": found, "kind": kind, "form": form, "told": told, "sheet_form": SheetForm(found=told)}
    return page(request, "imports/columns.html", context, status=form.status)


@require_POST
@login_required
def decide(request: HttpRequest, import_id: UUID) -> HttpResponse:
    given = {int(name[2:]): str(value) for name, value in request.POST.items() if name.startswith("l-") and name[2:].isdigit()}
    services.import_decide(by=viewer_of(request), import_id=import_id, decisions=given)
    return see_other(request.get_full_path().replace("/decisions", "", 1), toast=_("Your answers are kept."))


@require_POST
@login_required
def complete(request: HttpRequest, import_id: UUID) -> HttpResponse:
    found = services.import_complete(by=viewer_of(request), import_id=import_id)
    return see_other(reverse("imports:follow", args=[found.uuid]))


@require_POST
@login_required
def confirm(request: HttpRequest, import_id: UUID) -> HttpResponse:
    found = services.import_confirm(by=viewer_of(request), import_id=import_id)
    return see_other(reverse("imports:follow", args=[found.uuid]))


@require_POST
@login_required
def give_up(request: HttpRequest, import_id: UUID) -> HttpResponse:
    found = services.import_give_up(by=viewer_of(request), import_id=import_id)
    return see_other(reverse("imports:begin", args=[found.kind]), toast=_("This import is given up: nothing was taken over."))


def _import(request: HttpRequest, import_id: UUID) -> Import:
    return get_visible_or_404(Import.objects.visible_to(viewer_of(request)).select_related("file"), viewer=viewer_of(request), id=import_id)
