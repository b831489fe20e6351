"""Seals of a host on a PDF (PAdES), and the reading of any PDF's signatures in a confined process."""

from filon.kernel.seal.findings import Finding, FindingKind
from filon.kernel.seal.keys import HostKey, host_key, host_key_revoke
from filon.kernel.seal.sealing import CannotSeal, seal
from filon.kernel.seal.trust import Trust, own_trust
from filon.kernel.seal.validation import LARGEST, Changes, Inspection, Level, Signature, Validation, inspect, validate

__all__ = [
    "LARGEST",
    "CannotSeal",
    "Changes",
    "Finding",
    "FindingKind",
    "HostKey",
    "Inspection",
    "Level",
    "Signature",
    "Trust",
    "Validation",
    "host_key",
    "host_key_revoke",
    "inspect",
    "own_trust",
    "seal",
    "validate",
]
