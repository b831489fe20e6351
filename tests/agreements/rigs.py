"""What stands outside, at the other end of a provider: somebody finds what was sent, signs it, or refuses."""

from __future__ import annotations

import datetime as dt
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from filon.agreements.providers import Provider
from filon.agreements.providers.filedrop import FileDrop
from filon.kernel.seal import host_key, seal

ELSEWHERE = UUID("0192f0c1-7d5c-7b3a-9c55-222222222222")
WHEN = dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.UTC)


class Rig(ABC):
    """A provider, and the hand of those who sign there. `docs/signature-providers.md` says how to write one for a provider of your own."""

    provider: Provider

    @abstractmethod
    def __init__(self, folder: Path) -> None:
        """`folder`: an empty one, for whatever it needs."""

    @abstractmethod
    def found(self) -> list[str]:
        """The references of what lies there to be signed."""

    @abstractmethod
    def document(self, reference: str) -> bytes:
        """The document as it arrived there."""

    @abstractmethod
    def names(self, reference: str) -> list[str]:
        """Those who are asked to sign, as they arrived there."""

    @abstractmethod
    def give_back(self, reference: str, signed: bytes) -> None: ...

    @abstractmethod
    def refuse(self, reference: str, words: str) -> None: ...


class FileDropRig(Rig):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.provider = FileDrop(folder)

    def found(self) -> list[str]:
        return sorted(each.name for each in (self.folder / "to-sign").glob("[!.]*"))

    def document(self, reference: str) -> bytes:
        return (self.folder / "to-sign" / reference / "document.pdf").read_bytes()

    def told(self, reference: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / "to-sign" / reference / "signatories.json").read_text(encoding="utf-8"))
        return told

    def names(self, reference: str) -> list[str]:
        return [each["name"] for each in self.told(reference)["signatories"]]

    def give_back(self, reference: str, signed: bytes) -> None:
        (self.folder / "signed" / f"{reference}.pdf").write_bytes(signed)

    def refuse(self, reference: str, words: str) -> None:
        (self.folder / "refused" / f"{reference}.txt").write_text(words, encoding="utf-8")


def signed_by(pdf: bytes, names: Sequence[str], *, when: dt.datetime = WHEN) -> bytes:
    """With one electronic signature for each name, one after the other."""
    key = host_key(ELSEWHERE, "Signatures d’ailleurs")
    for number, name in enumerate(names):
        pdf = seal(pdf, key=key, reason="Signature", place="Alès", signer_name=name, when=when, field_name=f"s{number}", closes=False)
    return pdf
