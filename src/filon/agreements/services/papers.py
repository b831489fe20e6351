"""PDFs among the files of a version: of our own making, or uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from filon.agreements import rules
from filon.agreements.models import AgreementVersion
from filon.kernel import files
from filon.kernel.errors import Refused
from filon.kernel.models import StoredFile

if TYPE_CHECKING:
    from filon.people.models import User

SIGNED, DELEGATION = "agreements.signed_pdf", "agreements.delegation"
"""Purposes of these files."""


def pdf_store(by: User | None, version: AgreementVersion, upload: Any, *, purpose: str = SIGNED) -> StoredFile:
    """The bytes as they are. Raises Refused on anything else than a PDF of at most 25 MB."""
    return files.file_store(
        by=by,
        upload=upload,
        purpose=purpose,
        allowed={"pdf"},
        max_bytes=rules.SIGNED_PDF_BYTES,
        host_id=version.agreement.host_id,
        owner_type="agreements.agreementversion",
        owner_uuid=version.uuid,
    )


def pdf_keep(by: User | None, version: AgreementVersion, content: bytes, *, name: str) -> StoredFile:
    """A PDF of ours."""
    return pdf_store(by, version, ContentFile(content, name=name))


def uploaded_pdf_store(
    by: User | None, version: AgreementVersion, upload: Any, *, field: str, missing: str, purpose: str = SIGNED
) -> StoredFile:
    """What somebody chose in a field; without a file, `missing` is said beside it. Raises Refused with that field."""
    if upload is None:
        raise Refused(missing, field=field)
    try:
        return pdf_store(by, version, upload, purpose=purpose)
    except Refused as refused:
        raise Refused(refused.sentence, field=field) from refused
