"""The texts that agreements of a school start with: one template a kind, written clause by clause and read before it serves."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filon.agreements.forms.drafting import ClauseForm
from filon.agreements.forms.templates import BeginForm, PreviewForm
from filon.agreements.models import TextTemplate
from filon.agreements.queries import templates as reading
from filon.agreements.queries.document import Language
from filon.agreements.queries.house import house_of
from filon.agreements.queries.printed import in_order
from filon.agreements.queries.variables import VARIABLES
from filon.agreements.services import templates as writing
from filon.agreements.views.asking import form_page
from filon.agreements.views.drafting import reads_or_posts
from filon.kernel.manuscript import Manuscript, blocks, typeset_manuscript
from filon.kernel.pages import page, see_other
from filon.people.models import User
from filon.people.views.request import viewer_of


def template_url(template_id: UUID) -> str:
    return reverse("agreements:template", args=[template_id])


@reads_or_posts
def shelf(request: HttpRequest) -> HttpResponse:
    """Every kind of agreement, with the text it starts with at the school one works for; a POST begins the school's own."""
    viewer = viewer_of(request)
    host = house_of(viewer)
    form = BeginForm(request.POST or None)
    if form.writes(lambda: writing.template_begin(by=viewer, host_id=host.uuid, kind_id=form.cleaned_data["kind"])):
        return see_other(template_url(form.outcome.uuid), toast=_("This template is your school’s own now: change it as you like."))
    return form_page(request, "agreements/templates.html", form, {"host": host, "shelves": reading.shelves_of(host)})


@reads_or_posts
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = reading.template_to_read(viewer, template_id)
    form = ClauseForm(request.POST or None)
    if form.writes(lambda: writing.template_clause_add(by=viewer, template_id=template_id, clause=form.clause())):
        return see_other(template_url(template_id), toast=_("The clause is added to the template."))
    context = {
        "template": found,
        "clauses": in_order(found.clauses.all()),
        "may_write": viewer.has_perm("agreements.house.write", found),
        "variables": VARIABLES,
    }
    return form_page(request, "agreements/template.html", form, context)


@reads_or_posts
def clause(request: HttpRequest, template_id: UUID, clause_id: UUID) -> HttpResponse:
    viewer = viewer_of(request)
    found = reading.template_clause_of(viewer, template_id, clause_id)
    form = ClauseForm(request.POST or None, initial=ClauseForm.initial_of(found))
    change = partial(writing.template_clause_change, by=viewer, template_id=template_id, clause_id=clause_id)
    if form.writes(lambda: change(clause=form.clause())):
        return see_other(template_url(template_id), toast=_("The clause of the template is saved."))
    return form_page(
        request, "agreements/template_clause.html", form, {"template": found.template, "clause": found, "variables": VARIABLES}
    )


@require_POST
def clause_move(request: HttpRequest, template_id: UUID, clause_id: UUID, places: int) -> HttpResponse:
    writing.template_clause_move(by=viewer_of(request), template_id=template_id, clause_id=clause_id, places=places)
    return see_other(template_url(template_id))


@require_POST
def clause_remove(request: HttpRequest, template_id: UUID, clause_id: UUID) -> HttpResponse:
    writing.template_clause_remove(by=viewer_of(request), template_id=template_id, clause_id=clause_id)
    return see_other(template_url(template_id), toast=_("The clause is removed from the template; drafts that have it keep it."))


@require_POST
def withdraw(request: HttpRequest, template_id: UUID) -> HttpResponse:
    kind = writing.template_withdraw(by=viewer_of(request), template_id=template_id)
    return see_other(reverse("agreements:templates"), toast=_("Your template for “%(kind)s” is withdrawn.") % {"kind": kind.label})


@require_safe
def preview(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """The template as a text: on a draft of the kind (`?sur=`), else on invented values; `?langue=en` for English."""
    viewer = viewer_of(request)
    found = reading.template_to_read(viewer, template_id)
    form = _preview_form(request, viewer, found)
    context = {
        "template": found,
        "form": form,
        "draft": form.draft,
        "parts": reading.parts_to_read(_manuscript(found, form)),
        "blocks": blocks,
        "query": request.GET.urlencode(),
    }
    return page(request, "agreements/template_preview.html", context)


@require_safe
def paper(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """The same as the PDF that a draft would give."""
    viewer = viewer_of(request)
    found = reading.template_to_read(viewer, template_id)
    manuscript = _manuscript(found, _preview_form(request, viewer, found))
    return HttpResponse(
        typeset_manuscript(manuscript),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.kind.code}-{manuscript.language}.pdf"'},
    )


def _preview_form(request: HttpRequest, viewer: User, found: TextTemplate) -> PreviewForm:
    given = {"langue": get_language(), **request.GET.dict()}
    return PreviewForm(given, viewer=viewer, template=found)


def _manuscript(found: TextTemplate, form: PreviewForm) -> Manuscript:
    language: Language = "en" if form.language == "en" else "fr"
    return reading.template_document(found, language, form.draft)
