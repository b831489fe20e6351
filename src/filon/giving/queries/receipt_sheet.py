"""The page of a tax receipt, of a bulk issue, and of an annual declaration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation

from filon.engines.tax import receipts
from filon.engines.tax.language import Language
from filon.giving.kinds import DeclarationPart, Difference
from filon.giving.models import (
    AnnualDeclaration,
    AnnualDeclarationLine,
    Gift,
    IssueRun,
    ReceiptCancellation,
    ReceiptRendering,
    RenderingFailure,
    TaxReceipt,
    TaxReceiptLine,
)
from filon.giving.queries.declaring import declared_gifts
from filon.giving.queries.donor_names import donor_name, may_see_persons
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.kernel.tasks import Progress, progress_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from filon.people.models import User


@dataclass(frozen=True)
class ReceiptSheet:
    """``fields``: what the paper says, by the labels of its form; empty once erased, or for whoever may not know who a person is; so is
    ``code``. ``paper``: its PDF as it stands, None until it is made or for whoever may not know; ``failure``: why it is late."""

    receipt: TaxReceipt
    name: str
    fields: Sequence[tuple[str, str]]
    lines: Sequence[TaxReceiptLine]
    cancellation: ReceiptCancellation | None
    replacement: TaxReceipt | None
    may_issue: bool
    may_know: bool
    code: str = ""
    paper: StoredFile | None = None
    failure: RenderingFailure | None = None


def receipt_sheet(viewer: User, receipt_id: UUID) -> ReceiptSheet:
    related = (
        "issuer",
        "donor__entity",
        "donor__personal",
        "content",
        "replaces",
        "issued_by",
        "cancellation__cancelled_by",
        "replacement",
        "failure",
    )
    receipt = get_visible_or_404(TaxReceipt.objects.select_related(*related), viewer=viewer, id=receipt_id)
    may_know = not receipt.donor.is_individual or may_see_persons(viewer, receipt.host_id)
    content = _content(receipt) if may_know else {}
    return ReceiptSheet(
        receipt=receipt,
        name=donor_name(receipt.donor, viewer),
        fields=labelled(receipt, content),
        lines=list(receipt.lines.select_related("gift")),
        cancellation=_one(receipt, "cancellation"),
        replacement=_one(receipt, "replacement"),
        may_issue=viewer.has_perm("giving.receipt.issue", receipt),
        may_know=may_know,
        code=content.get("code", ""),
        paper=paper_of(receipt) if may_know else None,
        failure=_one(receipt, "failure"),
    )


def paper_of(receipt: TaxReceipt) -> StoredFile | None:
    """The PDF of the receipt as it stands; that of a cancelled one says so."""
    is_cancelled = _one(receipt, "cancellation") is not None
    found = receipt.renderings.filter(is_cancelled=is_cancelled).select_related("file").first()
    return found.file if found else None


def _one(receipt: TaxReceipt, name: str) -> Any:
    try:
        return getattr(receipt, name)
    except ObjectDoesNotExist:
        return None


def _content(receipt: TaxReceipt) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads(receipt.content.text)
    except ObjectDoesNotExist:
        return {}
    return content


def labelled(receipt: TaxReceipt, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of the form in its order, each with its label in the reader's language."""
    form = next((one for one in receipts.forms() if (one.number, one.version) == (receipt.form, receipt.form_version)), None)
    if form is None or not content:
        return []
    language = Language.FR if (translation.get_language() or "fr").startswith("fr") else Language.EN
    said = content["fields"]
    rows = [(field.label(language), " · ".join(said[part] for part in field.parts if part in said)) for field in form.fields]
    return [(label, text) for label, text in rows if text]


def failures_seen(viewer: User) -> QuerySet[RenderingFailure]:
    """PDFs that could not be made, of receipts that are hers to see."""
    return RenderingFailure.objects.filter(Exists(TaxReceipt.objects.visible_to(viewer).filter(pk=OuterRef("receipt"))))


def papers_failed(viewer: User) -> list[RenderingFailure]:
    """The first dozen of them: they are tried again by themselves."""
    return list(failures_seen(viewer).select_related("receipt").order_by("id")[:12])


@dataclass(frozen=True)
class RunSheet:
    """``papers``: how many of its receipts have their PDF."""

    run: IssueRun
    progress: Progress | None
    papers: int
    may_issue: bool

    @property
    def is_over(self) -> bool:
        return self.run.done_at is not None

    @property
    def is_printed(self) -> bool:
        """Everything is issued and every PDF is there."""
        return self.is_over and self.papers >= self.run.issued


def run_sheet(viewer: User, run_id: UUID) -> RunSheet:
    run: IssueRun = get_visible_or_404(IssueRun.objects.select_related("issuer", "asked_by"), viewer=viewer, id=run_id)
    papers = ReceiptRendering.objects.filter(receipt__run=run, is_cancelled=False).count()
    progress = progress_of(run.task_id) if run.task_id else None
    return RunSheet(run, progress, papers, viewer.has_perm("giving.receipt.issue", run))


def runs(viewer: User) -> list[IssueRun]:
    """The last bulk issues she may read, to be found again."""
    return list(IssueRun.objects.visible_to(viewer).select_related("issuer", "asked_by")[:10])


def papers_of_run(run: IssueRun) -> list[tuple[str, StoredFile]]:
    """The PDF of each receipt of a bulk issue as it stands now, with its name; those that are not made yet are missing."""
    cancelled = Exists(ReceiptCancellation.objects.filter(receipt=OuterRef("receipt")))
    made = ReceiptRendering.objects.filter(receipt__run=run).annotate(is_over=cancelled).filter(is_cancelled=F("is_over"))
    rows = made.select_related("file", "receipt").order_by("receipt__number")
    return [(row.file.name, row.file) for row in rows]


@dataclass(frozen=True)
class DeclarationSheet:
    """``hidden``: lines of gifts that serve other schools: counted, and not shown. ``changed``: receipts of the period that were issued or
    cancelled since it was frozen."""

    declaration: AnnualDeclaration
    amounts: Sequence[AnnualDeclarationLine]
    documents: Sequence[AnnualDeclarationLine]
    differences: Sequence[AnnualDeclarationLine]
    hidden: int
    changed: int
    names: Mapping[int, str]
    may_freeze: bool

    def why(self, line: AnnualDeclarationLine) -> str:
        return str(Difference(line.difference).label)


def declaration_sheet(viewer: User, declaration_id: UUID) -> DeclarationSheet:
    related = ("issuer", "frozen_by", "replaces", "replacement")
    declaration = get_visible_or_404(AnnualDeclaration.objects.select_related(*related), viewer=viewer, id=declaration_id)
    lines = list(_seen_lines(viewer, declaration))
    parts: dict[str, list[AnnualDeclarationLine]] = {part.value: [line for line in lines if line.part == part] for part in DeclarationPart}
    return DeclarationSheet(
        declaration=declaration,
        amounts=parts[DeclarationPart.AMOUNT],
        documents=parts[DeclarationPart.DOCUMENT],
        differences=parts[DeclarationPart.DIFFERENCE],
        hidden=declaration.lines.count() - len(lines),
        changed=changed_since(declaration),
        names={line.pk: donor_name(line.receipt.donor, viewer) for line in lines if line.receipt},
        may_freeze=viewer.has_perm("giving.declaration.freeze", declaration),
    )


def _seen_lines(viewer: User, declaration: AnnualDeclaration) -> Any:
    """Those of gifts and receipts that the viewer sees, and those of money that is nobody's gift."""
    gifts = Gift.objects.visible_to(viewer).filter(pk=OuterRef("gift"))
    issued = TaxReceipt.objects.visible_to(viewer).filter(pk=OuterRef("receipt"))
    alone = Q(gift__isnull=True, receipt__isnull=True)
    seen = declaration.lines.filter(Q(Exists(gifts)) | Q(Exists(issued)) | alone)
    return seen.select_related("receipt__donor__entity", "receipt__donor__personal", "gift", "bank_line")


def changed_since(declaration: AnnualDeclaration) -> int:
    """Receipts of the period that came or went since: the declaration is then to be corrected."""
    now = set(declared_gifts(declaration.issuer_id, declaration.start, declaration.end).values_list("pk", flat=True))
    then = set(declaration.lines.filter(part=DeclarationPart.AMOUNT).values_list("receipt_line", flat=True))
    return len(now ^ then)
