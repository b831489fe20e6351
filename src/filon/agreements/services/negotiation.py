"""A draft goes out as a DOCX, comes back, and each change is taken by somebody or left: nothing is applied by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from filon.agreements.inputs import ClauseInput
from filon.agreements.models import AgreementVersion, ReturnedText, SentText
from filon.agreements.queries.document import Language
from filon.agreements.queries.negotiated import manuscript_to_send, parts_to_send
from filon.agreements.queries.negotiation import PART_OF_PREFIX, Proposal, Stand, proposals_of
from filon.agreements.rules import OUT_TO_SIGN
from filon.agreements.services.clauses import clause_add, clause_change, clause_remove
from filon.agreements.services.opening import note, opened_version, written_version
from filon.kernel import files
from filon.kernel.errors import Refused
from filon.kernel.manuscript import Article, Fate, Manuscript
from filon.kernel.manuscript.model import is_key
from filon.kernel.models import StoredFile
from filon.kernel.rights import get_visible_or_404
from filon.kernel.wordprocessor import LARGEST, Returned, read_docx, write_docx
from filon.people.models import User

if TYPE_CHECKING:
    from filon.kernel.files import Readable

MOST_SENT = 50


@transaction.atomic
def text_send(*, by: User, version_id: UUID, language: Language) -> SentText:
    """Makes the DOCX of the draft as it is now, and keeps what it says: what comes back is compared with that."""
    version = _negotiated(by, version_id)
    if SentText.objects.filter(version=version).count() >= MOST_SENT:
        raise Refused(_("This draft was made into a Word document 50 times: use one of those."), field="language")
    content = write_docx(manuscript_to_send(version, language))
    parts, values = parts_to_send(version, language)
    kept = _kept(by, version, content, f"{version.agreement.reference}-v{version.number}-{language}.docx", "agreements.senttext")
    sent = SentText.objects.create(version=version, language=language, file=kept, parts=parts, values=values, made_by=by)
    note(by, "agreement.text_sent", sent, version.agreement, number=version.number, sha256=kept.sha256)
    return sent


@transaction.atomic
def text_receive(*, by: User, sent_id: UUID, upload: Readable, name: str) -> ReturnedText:
    """Reads what came back and keeps it beside what was sent. The draft does not change. Raises Refused at `file`."""
    sent = get_visible_or_404(
        SentText.objects.select_related("version__agreement"), viewer=by, id=sent_id, may="agreements.agreement.write"
    )
    version = _negotiated(by, sent.version.uuid)
    content = upload.read(LARGEST + 1)
    returned = read_docx(content, sent=_skeleton(sent))
    _check_is_it(sent, returned)
    kept = _kept(by, version, content, name, "agreements.returnedtext")
    row = ReturnedText.objects.create(
        sent=sent,
        file=kept,
        parts=[asdict(part) for part in returned.parts],
        remarks=[asdict(remark) for remark in returned.remarks],
        returned_by=by,
    )
    note(by, "agreement.text_returned", row, version.agreement, number=version.number, sha256=kept.sha256)
    return row


@transaction.atomic
def change_take(*, by: User, returned_id: UUID, place: int, seen: str) -> Proposal:
    """Writes one change into the draft: a clause changed, added or removed. ``seen``: digest of what the draft said when it was decided."""
    source = ReturnedText.objects.select_related("sent__version__agreement__host", "sent__version__agreement__kind")
    returned = get_visible_or_404(source, viewer=by, id=returned_id, may="agreements.agreement.write")
    returned.sent.version = written_version(by, returned.sent.version.uuid)
    proposals = proposals_of(returned)
    if not 0 <= place < len(proposals):
        raise Http404
    proposal = proposals[place]
    _check_may_take(proposal, seen)
    _write(by, returned.sent, proposal)
    note(by, "agreement.change_taken", returned, returned.version.agreement, number=returned.version.number, heading=proposal.heading)
    return proposal


def _negotiated(by: User, version_id: UUID) -> AgreementVersion:
    version = opened_version(by, version_id)
    if version.state in OUT_TO_SIGN:
        raise Refused(_("This version was sent to be signed: withdraw it before you negotiate its text."))
    return version


def _check_is_it(sent: SentText, returned: Returned) -> None:
    """It carries the marks of this very text. Raises Refused."""
    ours = {part["key"] for part in sent.parts if part["key"].rpartition("-")[0] in PART_OF_PREFIX}
    if not returned.is_ours or (ours and not ours & {part.key for part in returned.parts}):
        sentence = _(
            "This is not the document that was sent, or its text was copied into another one: send back the document itself, changed."
        )
        raise Refused(sentence, field="file")


def _check_may_take(proposal: Proposal, seen: str) -> None:
    if not proposal.may_take:
        sentences = {
            Stand.TAKEN: _("The draft says so already."),
            Stand.GONE: _("The draft no longer has this clause."),
            Stand.TERMS: _("This part is made from the terms: change it in its step of the draft."),
            Stand.SAME: _("Nothing changed here."),
        }
        raise Refused(sentences[proposal.stand])
    if proposal.seen != seen:
        raise Refused(_("The draft has changed since you read this page: go back, read it again, then decide."))


def _write(by: User, sent: SentText, proposal: Proposal) -> None:
    version_id, clause = sent.version.uuid, proposal.clause
    if clause is None:
        both = {f"{name}_{code}": getattr(proposal, name) for name in ("heading", "text") for code in {"fr", sent.language}}
        clause_add(by=by, version_id=version_id, clause=ClauseInput(**both, part=proposal.part))
        return
    if proposal.difference.fate is Fate.REMOVED:
        clause_remove(by=by, version_id=version_id, position=clause.position)
        return
    words: dict[str, str] = {name: getattr(clause, name) for name in ("heading_fr", "heading_en", "text_fr", "text_en", "part")}
    words |= {f"heading_{sent.language}": proposal.heading, f"text_{sent.language}": proposal.text}
    clause_change(by=by, version_id=version_id, position=clause.position, clause=ClauseInput(**words))


def _kept(by: User, version: AgreementVersion, content: bytes, name: str, owner_type: str) -> StoredFile:
    upload: Any = ContentFile(content, name=name)
    return files.file_store(
        by=by,
        upload=upload,
        purpose="agreements.negotiation",
        allowed={"docx"},
        max_bytes=LARGEST,
        host_id=version.agreement.host_id,
        owner_type=owner_type,
        owner_uuid=version.uuid,
    )


def _skeleton(sent: SentText) -> Manuscript:
    """What reading needs of what was sent: its keys and its language."""
    keys = [part["key"] for part in sent.parts if is_key(part["key"])]
    language: Language = "en" if sent.language == "en" else "fr"
    return Manuscript("", "", timezone.localtime(sent.made_at), language, tuple(Article(key, "", "") for key in keys))
