"""What every write of an agreement starts with: the object, allowed and locked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion
from filon.kernel import audit
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


def opened_version(by: User, version_id: UUID) -> AgreementVersion:
    """The draft, locked. 404 if foreign, 403 if not hers to write, Refused once it is no longer a draft."""
    version = get_visible_or_404(AgreementVersion, viewer=by, id=version_id, may="agreements.agreement.write", lock=True)
    rules.check_open(version.state)
    return version


def locked_agreement(agreement_id: int) -> Agreement:
    """The agreement's row, held until the transaction ends: versions, items and deliveries of one agreement change one at a time."""
    return Agreement.objects.select_for_update(no_key=True, of=("self",)).select_related("kind").get(pk=agreement_id)


def note(by: User | None, action: str, obj: Model, agreement: Agreement, **payload: object) -> None:
    """The audit event of a write, in the chain of the lead school."""
    audit.record(by, action, obj, host_id=agreement.host_id, agreement=str(agreement.uuid), **payload)
