"""What every write of an agreement starts with: the object, allowed and locked."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.models import Agreement, AgreementVersion, ReviewRound
from filon.agreements.services.passing import version_pass
from filon.agreements.states import VersionState
from filon.kernel import audit, clock
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404

if TYPE_CHECKING:
    from filon.people.models import User


def opened_version(by: User, version_id: UUID) -> AgreementVersion:
    """The version while it is not signed, locked. 404 if foreign, 403 if not hers to write, Refused once it is signed or withdrawn."""
    version = get_visible_or_404(AgreementVersion, viewer=by, id=version_id, may="agreements.agreement.write", lock=True)
    rules.check_open(version.state)
    return version


def written_version(by: User, version_id: UUID) -> AgreementVersion:
    """The draft, locked, to change its text. What was put before reviewers or approved becomes a draft again; what was sent is refused."""
    version = opened_version(by, version_id)
    if version.state in rules.OUT_TO_SIGN:
        raise Refused(_("This version was sent to be signed: withdraw it before you change its text."))
    if version.state != VersionState.DRAFT:
        ReviewRound.objects.filter(version=version, closed_at=None).update(outcome=ReviewRound.Outcome.OVERTAKEN, closed_at=clock.now())
        version_pass(version, to=VersionState.DRAFT, by=by)
        note(by, "agreement.version_reopened", version, version.agreement, number=version.number)
    return version


def locked_agreement(agreement_id: int) -> Agreement:
    """The agreement's row, held until the transaction ends: versions, items and deliveries of one agreement change one at a time."""
    return Agreement.objects.select_for_update(no_key=True, of=("self",)).select_related("kind").get(pk=agreement_id)


def note(by: User | None, action: str, obj: Model, agreement: Agreement, **payload: object) -> None:
    """The audit event of a write, in the chain of the lead school."""
    audit.record(by, action, obj, host_id=agreement.host_id, agreement=str(agreement.uuid), **payload)
