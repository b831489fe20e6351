"""A version passes from one state into the next; every step is kept with who took it, so that one knows who held it since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.agreements.models import AgreementVersion, VersionStep
from filon.agreements.states import VersionState
from filon.kernel import states

if TYPE_CHECKING:
    from filon.people.models import User


def version_pass(version: AgreementVersion, *, to: VersionState, by: User | None, words: str = "") -> VersionStep:
    """Moves it along the table of `states`, or raises Refused. ``by`` None: the day brought it."""
    states.move(version, to=to, reason=words)
    return step_keep(version, by=by, words=words)


def step_keep(version: AgreementVersion, *, by: User | None, words: str = "") -> VersionStep:
    """The step into the state the version is in now."""
    return VersionStep.objects.create(version=version, state=version.state, taken_by=by, words=words.strip())
