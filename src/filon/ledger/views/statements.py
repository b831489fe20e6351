"""Statements: what was imported, a file sent, what it would bring, the import itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filon.kernel.errors import Refused
from filon.kernel.pages import page, see_other
from filon.kernel.tasks import enqueue, progress_of
from filon.ledger import tasks
from filon.ledger.forms import AccountForm, ColumnsForm, UploadForm
from filon.ledger.models import BankAccount, Statement
from filon.ledger.queries import sheets
from filon.ledger.rights import keeps_books_of
from filon.ledger.services.funds import bank_account_open
from filon.ledger.services.reading import columns_remember, statement_read, statement_upload
from filon.ledger.services.statements import statement_import
from filon.ledger.views.asking import reader_of
from filon.partners.models import EntityKind, LegalEntity
from filon.people.models import User
from filon.people.views.request import viewer_of

AT_ONCE = 2_000
"""Lines that are imported while the page waits; more are a task."""


def _keeper_of(request: HttpRequest) -> tuple[User, list[LegalEntity]]:
    """Somebody who keeps books, and whose. Raises PermissionDenied."""
    viewer = reader_of(request)
    kept = LegalEntity.objects.visible_to(viewer).filter(Q(host__isnull=False) | Q(kind=EntityKind.UMBRELLA)).order_by("name")
    own = [entity for entity in kept if keeps_books_of(viewer, entity)]
    if not own:
        raise PermissionDenied
    return viewer, own


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    viewer = reader_of(request)
    accounts = BankAccount.objects.visible_to(viewer).select_related("entity").order_by("entity__name", "label")
    latest = Statement.objects.visible_to(viewer).select_related("account__entity", "imported_by", "file").order_by("-id")[:50]
    keeps = any(keeps_books_of(viewer, account.entity) for account in accounts)
    return page(request, "ledger/statements.html", {"accounts": accounts, "statements": latest, "keeps": keeps})


@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    viewer, entities = _keeper_of(request)
    form = AccountForm(request.POST or None, entities=[(one.uuid, one.name) for one in entities])
    if form.writes(lambda: bank_account_open(by=viewer, account=form.account())):
        return see_other("ledger:statements", toast=_("The account is there: its statements can be imported."))
    return page(request, "ledger/account_new.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    viewer, entities = _keeper_of(request)
    accounts = BankAccount.objects.visible_to(viewer).filter(entity__in=entities).select_related("entity").order_by("entity__name", "label")
    form = UploadForm(
        request.POST or None, request.FILES or None, accounts=[(one.uuid, f"{one.entity.name}, {one.label}") for one in accounts]
    )
    if form.writes(lambda: statement_upload(by=viewer, account_id=form.cleaned_data["account"], upload=form.cleaned_data["file"])):
        return see_other_preview(form.cleaned_data["account"], form.outcome.uuid)
    return page(request, "ledger/upload.html", {"form": form, "has_accounts": bool(accounts)}, status=form.status)


def see_other_preview(account_id: UUID, file_id: UUID) -> HttpResponse:
    return see_other(reverse("ledger:preview", args=[account_id, file_id]))


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, account_id: UUID, file_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "POST":
        try:
            return _taken(request, viewer, account_id, file_id)
        except Refused as refused:
            return _shown(request, sheets.preview(viewer, account_id, file_id), sheets.sentences(refused))
    return _shown(request, sheets.preview(viewer, account_id, file_id))


def _shown(request: HttpRequest, found: sheets.Preview, refusals: Sequence[str] = (), form: Any = None) -> HttpResponse:
    told, form = refusals or found.refusals, form or ColumnsForm()
    shown = {"preview": found, "refusals": told, "form": form}
    return page(request, "ledger/preview.html", shown, status=422 if told or form.errors else 200)


def _taken(request: HttpRequest, viewer: User, account_id: UUID, file_id: UUID) -> HttpResponse:
    """A small file at once, a large one by a task that one may leave alone."""
    account, stored = sheets.account_and_file(viewer, account_id, file_id)
    takes_alike = "alike" in request.POST
    read = statement_read(account, stored)
    if len(read.lines) > AT_ONCE:
        return _queued(viewer, account_id, file_id, takes_alike=takes_alike)
    done = statement_import(by=viewer, account_id=account_id, read=read, sha256=stored.sha256, file=stored, takes_alike=takes_alike)
    told = ngettext("%(num)d new line is imported.", "%(num)d new lines are imported.", done.lines_new) % {"num": done.lines_new}
    return see_other("ledger:statements", toast=told)


def _queued(viewer: User, account_id: UUID, file_id: UUID, *, takes_alike: bool) -> HttpResponse:
    task_id = enqueue(tasks.statement_take, viewer.pk, viewer.acting_host_id, str(account_id), str(file_id), takes_alike)
    return see_other(reverse("ledger:progress", args=[task_id]))


@require_POST
def columns(request: HttpRequest, account_id: UUID, file_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    sheets.account_and_file(viewer, account_id, file_id)
    form = ColumnsForm(request.POST)
    if form.writes(lambda: columns_remember(by=viewer, account_id=account_id, mapping=form.mapping())):
        return see_other_preview(account_id, file_id)
    return _shown(request, sheets.preview(viewer, account_id, file_id), form=form)


@require_safe
def progress(request: HttpRequest, task_id: UUID) -> HttpResponse:
    reader_of(request)
    found = progress_of(task_id)
    if found is None:
        raise Http404
    return page(request, "ledger/progress.html", {"progress": found})
