"""What SQL cannot write: the digest of the terms of each version, as it is computed for every agreement, and the signed paper."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from filon.agreements.queries.content import digests_of
from filon.kernel.models import StoredFile
from filon.site.demo.paper import demonstration_pdf
from filon.site.demo.sizes.steps import Say, told

BATCH = 200
SIGNED = """
    SELECT version_id, version.uuid, agreement_id, host_id, reference || ' v' || version.number, title_fr, plan.owner_id
      FROM seed.version AS plan JOIN agreements_agreementversion AS version ON version.id = version_id
      JOIN agreements_agreement AS agreement ON agreement.id = agreement_id
     WHERE version.number = %s AND plan.state <> 'draft' ORDER BY version_id"""
BIND = """
    UPDATE agreements_agreementversion AS version
       SET state = plan.state, content_hash = signed.digest, signed_file_id = signed.file_id, signed_on = plan.signed_on,
           signed_at_place = 'Alès', validity = daterange(plan.effective, plan.ends), took_effect_at = at_ten(plan.signed_on + 1)
      FROM seed.version AS plan
      JOIN unnest(%s::bigint[], %s::text[], %s::bigint[]) AS signed (version_id, digest, file_id) USING (version_id)
     WHERE version.id = plan.version_id"""


class Signed(NamedTuple):
    """A version that binds, while it is still a draft. `owner_id`: who wrote it."""

    version_id: int
    uuid: UUID
    agreement_id: int
    host_id: int
    title: str
    subject: str
    owner_id: int


def bind(number: int, say: Say) -> None:
    """The versions of that number leave the draft with their digest, their paper and their days, as when a signed PDF is received."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SIGNED, [number])
        found = [Signed(*row) for row in cursor.fetchall()]
        waiting = iter(found)
        while batch := list(islice(waiting, BATCH)):
            keys = [each.version_id for each in batch]
            digests = digests_of(keys, [each.agreement_id for each in batch])
            cursor.execute(BIND, [keys, [digests[key] for key in keys], [stored.pk for stored in _papers(batch)]])
    say(told("versions signed", len(found), time.perf_counter() - began))


def _papers(batch: Sequence[Signed]) -> list[StoredFile]:
    """One PDF of one page for each, in the order given."""
    return StoredFile.objects.bulk_create(_paper(each) for each in batch)


def _paper(signed: Signed) -> StoredFile:
    content = demonstration_pdf(signed.subject, signed.title)
    return StoredFile(
        uuid=signed.uuid,
        name=f"{signed.title}.pdf",
        kind="pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=default_storage.save(f"{signed.uuid.hex[-2:]}/{signed.uuid.hex}", ContentFile(content)),
        purpose="agreements.signed_pdf",
        owner_type="agreements.agreementversion",
        owner_uuid=signed.uuid,
        host_id=signed.host_id,
        actor_id=signed.owner_id,
    )
