"""The kernel's own addresses: a private file, and the saved views of a list."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from filon.kernel import audit, files, magic
from filon.kernel.actors import viewer_of
from filon.kernel.lists import saved_view_delete, saved_view_save
from filon.kernel.models import StoredFile
from filon.kernel.pages import see_other

SEALED_OFF = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


@require_safe
@login_required
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """Always an attachment, whatever it is; the reading is in the audit."""
    stored = get_object_or_404(StoredFile, uuid=file_id)
    if not files.may_read(viewer_of(request), stored):
        raise Http404
    audit.record(viewer_of(request), "stored_file.read", stored)
    headers = {**SEALED_OFF, "Content-Type": magic.CONTENT_TYPES[stored.kind], "Content-Length": str(stored.size)}
    return FileResponse(files.file_open(stored), as_attachment=True, filename=stored.name, headers=headers)


@require_POST
@login_required
def view_save(request: HttpRequest) -> HttpResponse:
    view = saved_view_save(
        by=viewer_of(request), page=request.POST.get("page", ""), name=request.POST.get("name", ""), query=request.POST.get("query", "")
    )
    return see_other(view.address)


@require_POST
@login_required
def view_delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    view = saved_view_delete(by=viewer_of(request), view_id=view_id)
    return see_other(view.page)
