"""Templates of texts: which one applies to a kind at a school, and how it reads on a draft or on invented values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filon.agreements.models import AgreementKind, AgreementVersion, ClausePart, TemplateClause, TextTemplate
from filon.agreements.models.kind import in_language
from filon.agreements.queries.document import Language, document_of, parts_in
from filon.agreements.queries.printed import wordings_of
from filon.agreements.queries.variables import VARIABLES, Samples
from filon.agreements.states import OPEN_STATES
from filon.kernel.manuscript import Annex, Article, Manuscript, Recital, SigningPlace
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host, User

MOST_DRAFTS = 50
"""Drafts offered to read a template on."""


@dataclass(frozen=True)
class Shelf:
    """A kind of agreement and the template that applies to it at a school, None when nobody wrote one."""

    kind: AgreementKind
    template: TextTemplate | None
    clauses: int

    @property
    def is_own(self) -> bool:
        return self.template is not None and self.template.host_id is not None


def template_for(host_id: int, kind_id: int) -> TextTemplate | None:
    """The school's own for this kind, else the one that comes with Filon; with the number of its clauses as `written`."""
    known = TextTemplate.objects.filter(Q(host=host_id) | Q(host=None), kind=kind_id).annotate(written=Count("clauses"))
    return known.order_by(F("host").asc(nulls_last=True)).first()


def shelves_of(host: Host) -> Sequence[Shelf]:
    """Every kind, with its template at this school."""
    known = TextTemplate.objects.filter(Q(host=host) | Q(host=None)).order_by(F("host").asc(nulls_first=True))
    applying = {template.kind_id: template for template in known}
    written = dict(TemplateClause.objects.filter(template__in=applying.values()).values_list("template").annotate(count=Count("id")))
    kinds = AgreementKind.objects.all()
    return [Shelf(kind, found := applying.get(kind.pk), written.get(found.pk, 0) if found else 0) for kind in kinds]


def template_to_read(viewer: User, template_id: UUID) -> TextTemplate:
    """One of the house for whoever writes agreements; a school's own for those who work there. 404 if foreign."""
    template = get_visible_or_404(TextTemplate.objects.select_related("kind", "host"), viewer=viewer, id=template_id)
    may = "agreements.agreement.create" if template.host_id is None else "agreements.house.write"
    return get_visible_or_404(TextTemplate.objects.select_related("kind", "host"), viewer=viewer, id=template_id, may=may)


def template_clause_of(viewer: User, template_id: UUID, clause_id: UUID) -> TemplateClause:
    """A clause of a template that she may change; 403 for one of the house."""
    template = get_visible_or_404(TextTemplate, viewer=viewer, id=template_id, may="agreements.house.write")
    return get_object_or_404(template.clauses.select_related("template__kind"), uuid=clause_id)


def drafts_to_read_on(viewer: User, template: TextTemplate) -> Sequence[AgreementVersion]:
    """Open drafts of the kind, the latest first."""
    drafts = AgreementVersion.objects.visible_to(viewer).filter(agreement__kind=template.kind, state__in=OPEN_STATES)
    if template.host_id is not None:
        drafts = drafts.filter(agreement__host=template.host_id)
    return list(drafts.select_related("agreement__kind", "agreement__host").order_by("-created_at")[:MOST_DRAFTS])


def template_document(template: TextTemplate, language: Language, draft: AgreementVersion | None) -> Manuscript:
    """The clauses of the template on the terms of a draft, or on invented ones."""
    with override(language):
        wordings = wordings_of(template.clauses.all())
        mark = _("TEMPLATE")
        if draft is not None:
            return document_of(draft, language, watermark=mark, wordings=wordings)
        school, company = str(VARIABLES["ecole"].sample), str(VARIABLES["partenaires"].sample)
        return Manuscript(
            title=str(VARIABLES["titre"].sample),
            subtitle=in_language(template.kind.label_fr, template.kind.label_en),
            author=template.host.name if template.host else school,
            dated=_dated(template),
            language=language,
            reference=str(VARIABLES["reference"].sample),
            between=(school, company),
            signing=(SigningPlace(school), SigningPlace(company)),
            watermark=mark,
            **parts_in(wordings, Samples()),
        )


def _dated(template: TextTemplate) -> dt.datetime:
    """Two printings of the same template are the same bytes."""
    return timezone.localtime(template.changed_at)


@dataclass(frozen=True)
class ReadPart:
    """A part as a page shows it: where it stands and its number there."""

    part: str
    number: int
    heading: str
    text: str


def parts_to_read(manuscript: Manuscript) -> Sequence[ReadPart]:
    """The clauses of a manuscript, without the articles made from the terms."""
    groups: tuple[tuple[str, Sequence[Recital | Article | Annex]], ...] = (
        (ClausePart.RECITAL, manuscript.recitals),
        (ClausePart.ARTICLE, [one for one in manuscript.articles if not one.key.startswith("terms-")]),
        (ClausePart.ANNEX, manuscript.annexes),
    )
    return [
        ReadPart(part, number, "" if isinstance(one, Recital) else one.title, one.text)
        for part, found in groups
        for number, one in enumerate(found, start=1)
    ]
