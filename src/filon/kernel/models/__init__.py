"""Models of the house: no business word here."""

from filon.kernel.models.audit import AuditEvent, AuditHead, AuditSeal
from filon.kernel.models.base import AppendOnly, AppendOnlyError, Noted, Record, uuid7
from filon.kernel.models.files import StoredFile
from filon.kernel.models.imports import Import, ImportKey, ImportMemory, ImportRow, ImportState, Outcome
from filon.kernel.models.installation import Installation, SavedView
from filon.kernel.models.outbox import IdempotencyKey, OutboxEvent, OutboxReceipt
from filon.kernel.models.proofs import Proof, ProofRun
from filon.kernel.models.tasks import Heartbeat, ScheduledRun, TaskProgress

__all__ = [
    "AppendOnly",
    "AppendOnlyError",
    "AuditEvent",
    "AuditHead",
    "AuditSeal",
    "Heartbeat",
    "IdempotencyKey",
    "Import",
    "ImportKey",
    "ImportMemory",
    "ImportRow",
    "ImportState",
    "Installation",
    "Noted",
    "OutboxEvent",
    "OutboxReceipt",
    "Outcome",
    "Proof",
    "ProofRun",
    "Record",
    "SavedView",
    "ScheduledRun",
    "StoredFile",
    "TaskProgress",
    "uuid7",
]
