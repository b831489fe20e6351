"""A PDF signed elsewhere: its signatures are read before it is taken, and what was read is kept with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from filon.agreements import rules
from filon.agreements.inputs import SignatureInput
from filon.agreements.models import AgreementVersion, PaperReading
from filon.agreements.queries.readings import told_of
from filon.agreements.services.effect import version_put_in_force
from filon.agreements.services.opening import note
from filon.agreements.states import BINDING_STATES
from filon.kernel import files
from filon.kernel.errors import Refused
from filon.kernel.seal import FindingKind, Validation, own_trust, validate
from filon.kernel.seal.findings import DANGEROUS, STOPS_READING, UNTRUE

if TYPE_CHECKING:
    from filon.people.models import User

logger = logging.getLogger(__name__)
NOT_TAKEN = STOPS_READING | DANGEROUS | UNTRUE | {FindingKind.TRUNCATED}
"""What a PDF that is kept as the proof of an agreement must not have. An issuer nobody here knows is told, and decides nothing."""
A_NIGHT = 100


def version_signed_elsewhere(
    *, by: User, version_id: UUID, signed_pdf: Any, place: str, signatures: Sequence[SignatureInput]
) -> AgreementVersion:
    """Puts a version in force with the PDF as everybody signed it elsewhere. The PDF is read first, while nothing is held: it may take
    twenty seconds. Raises Refused for one with a script, a form, a broken signature, a page that was added."""
    said = paper_read(signed_pdf)
    with transaction.atomic():
        version = version_put_in_force(by=by, version_id=version_id, signed_pdf=signed_pdf, place=place, signatures=signatures)
        reading_keep(version, said)
    return version


def paper_read(upload: Any) -> Validation:
    """What its signatures are worth; raises Refused (field `signed_pdf`) for a PDF that is not taken."""
    if upload is None:
        raise Refused(_("Choose the signed PDF."), field="signed_pdf")
    said = validate(upload.read(rules.SIGNED_PDF_BYTES + 1), trust=own_trust())
    upload.seek(0)
    check_paper(said)
    return said


def check_paper(said: Validation) -> None:
    """Raises Refused with everything that stands against it."""
    wrong = [finding.sentence for finding in said.findings if finding.kind in NOT_TAKEN]
    if wrong:
        raise Refused(" ".join(dict.fromkeys(wrong)), field="signed_pdf")


def reading_keep(version: AgreementVersion, said: Validation) -> PaperReading:
    """Beside the signed document of the version, for as long as it is kept. Raises ValueError where there is none."""
    if version.signed_file is None:
        raise ValueError(f"version {version.pk} has no signed document")
    reading = PaperReading.objects.create(version=version, document=version.signed_file, told=told_of(said))
    note(None, "agreement.paper_read", version, version.agreement, number=version.number, sha256=version.signed_file.sha256)
    return reading


def readings_of_the_night() -> int:
    """Reads signed documents that nobody has read yet: they came before readings were kept, or from the source of a demo. How many."""
    unread = AgreementVersion.objects.filter(state__in=BINDING_STATES, signed_file__isnull=False, readings=None, sendings=None)
    return sum(_read_late(version) for version in unread.select_related("signed_file", "agreement").order_by("-id")[:A_NIGHT])


def _read_late(version: AgreementVersion) -> bool:
    """Whatever it says is kept: what is in force is not put out of force by it."""
    if version.signed_file is None:
        return False
    try:
        with files.file_open(version.signed_file) as opened:
            said = validate(opened.read(), trust=own_trust())
    except FileNotFoundError:
        logger.warning("The signed document of version %s is gone", version.pk)
        return False
    with transaction.atomic():
        reading_keep(version, said)
    return True
