"""The annual declaration of receipts (CGI 222 bis), one for each issuer: frozen with its list, reconciled with the ledger to the cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.giving.kinds import DeclarationPart
from filon.giving.models import AnnualDeclaration, AnnualDeclarationLine
from filon.giving.queries.declaring import declaration_digest, declaration_lines, ledger_received
from filon.giving.rights import issues_as
from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.ledger.services.opening import locked_books
from filon.partners.models import LegalEntity

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def declaration_freeze(*, by: User, issuer_id: UUID, start: dt.date, end: dt.date) -> AnnualDeclaration:
    """Fixes the amount (gifts received in the period that bear a live receipt), the number (documents issued in it) and every difference
    with the ledger. A period that was frozen before gets a declaration that replaces the former."""
    issuer = get_visible_or_404(LegalEntity, viewer=by, id=issuer_id)
    if not issues_as(by, issuer.pk):
        raise PermissionDenied
    _check_period(start, end)
    locked_books(issuer.pk)
    former = AnnualDeclaration.objects.filter(issuer=issuer, start=start, replacement=None).first()
    if former is not None and former.end != end:
        raise Refused(_("This period was declared with another end: give the same."), field="end")
    lines = declaration_lines(issuer.pk, start, end)
    declaration = AnnualDeclaration.objects.create(
        issuer=issuer,
        start=start,
        end=end,
        amount_cents=_sum(lines, DeclarationPart.AMOUNT),
        documents=sum(line.part == DeclarationPart.DOCUMENT for line in lines),
        ledger_cents=ledger_received(issuer.pk, start, end),
        digest=declaration_digest(lines),
        replaces=former,
        frozen_by=by,
    )
    _write(by, declaration, lines)
    return declaration


def _check_period(start: dt.date, end: dt.date) -> None:
    if end <= start:
        raise Refused(_("The end comes before the start: correct one of the two dates."), field="end")
    if end > timezone.localdate():
        raise Refused(_("This period is not over yet: declare it once it is."), field="end")


def _sum(lines: Sequence[AnnualDeclarationLine], part: DeclarationPart) -> int:
    return sum(line.amount_cents for line in lines if line.part == part)


def _write(by: User, declaration: AnnualDeclaration, lines: Sequence[AnnualDeclarationLine]) -> None:
    """Raises ValueError when the differences do not lead from the ledger to the amount: that is a defect, and nothing is frozen."""
    if declaration.ledger_cents + _sum(lines, DeclarationPart.DIFFERENCE) != declaration.amount_cents:
        raise ValueError("The differences do not explain what the ledger and the receipts say")
    for line in lines:
        line.declaration = declaration
    AnnualDeclarationLine.objects.bulk_create(lines)
    audit.record(
        by,
        "declaration.frozen",
        declaration,
        host_id=declaration.issuer.host_id,
        cents=declaration.amount_cents,
        documents=declaration.documents,
        sha256=declaration.digest,
    )
