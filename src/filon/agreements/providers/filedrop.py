"""A folder as a provider: what is to be signed is dropped into it, and taken back once somebody put the signed file there.

to-sign/<id>/document.pdf, signatories.json    as Filon drops them, both at once
signed/<id>.pdf                                 the signed file, put there by whoever gathers the signatures
refused/<id>.txt                                or why it is not signed
withdrawn/<id>/                                 what Filon took back
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.agreements.providers.contract import Absent, Envelope, Provider, Returned, Stage, State
from filon.kernel.errors import Refused

LARGEST = 25 * 1024 * 1024
SETTLED_SECONDS = 60
"""A file without an end may still be on its way in; after so long it is taken as it is."""
ID = re.compile(r"[0-9a-f]{32}")


class FileDrop(Provider):
    code = "file-drop"
    label = gettext_lazy("A folder that another tool of signature watches")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, envelope: Envelope) -> str:
        """Written beside, then put there under its name in one go: whoever looks finds both files or neither."""
        if not ID.fullmatch(envelope.id):
            raise ValueError(f"{envelope.id!r} is no identifier of a sending")
        with self._reached():
            self._make()
            if self._is_known(envelope.id):
                return envelope.id
            for left in (self._folder / "to-sign").glob(f".{envelope.id}.*"):
                shutil.rmtree(left)
            beside = self._folder / "to-sign" / f".{envelope.id}.{uuid4().hex}"
            beside.mkdir()
            _write(beside / "document.pdf", envelope.pdf)
            _write(beside / "signatories.json", _signatories(envelope))
            beside.rename(self._to_sign(envelope.id))
        return envelope.id

    def state(self, reference: str) -> State:
        with self._reached():
            self._check(reference)
            if (self._folder / "withdrawn" / reference).exists():
                return State(Stage.WITHDRAWN)
            if self._signed(reference).is_file() and _is_whole(self._signed(reference)):
                return State(Stage.SIGNED)
            refusal = self._folder / "refused" / f"{reference}.txt"
            if refusal.is_file():
                return State(Stage.REFUSED, " ".join(refusal.read_bytes()[:2000].decode(errors="replace").split())[:500])
            return State(Stage.OUT)

    def fetch(self, reference: str) -> Returned:
        if self.state(reference).stage is not Stage.SIGNED:
            raise Refused(_("The signed file is not there yet."))
        with self._reached(), self._signed(reference).open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Refused(_("The signed file is larger than 25 MB."))
        return Returned(content)

    def withdraw(self, reference: str) -> None:
        with self._reached():
            self._check(reference)
            if self._to_sign(reference).exists():
                self._to_sign(reference).rename(self._folder / "withdrawn" / reference)

    def _check(self, reference: str) -> None:
        if not ID.fullmatch(reference) or not self._is_known(reference):
            raise Refused(_("The folder knows nothing of this sending: it was emptied, or is another one."))

    def _is_known(self, reference: str) -> bool:
        return self._to_sign(reference).exists() or (self._folder / "withdrawn" / reference).exists()

    def _to_sign(self, reference: str) -> Path:
        return self._folder / "to-sign" / reference

    def _signed(self, reference: str) -> Path:
        return self._folder / "signed" / f"{reference}.pdf"

    def _make(self) -> None:
        """Not the folder itself: a disk that is not mounted is not made up for."""
        for name in ("to-sign", "signed", "refused", "withdrawn"):
            (self._folder / name).mkdir(exist_ok=True)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Absent(str(error)) from error


def _write(file: Path, content: bytes) -> None:
    """On the disk before it has its name."""
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _signatories(envelope: Envelope) -> bytes:
    told = {key: value for key, value in asdict(envelope).items() if key != "pdf"}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def _is_whole(file: Path) -> bool:
    """A PDF ends with %%EOF; without it, it may be half-way in."""
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - 1024))
        has_end = b"%%EOF" in opened.read()
    return has_end or time.time() - file.stat().st_mtime > SETTLED_SECONDS
