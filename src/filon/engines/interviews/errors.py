"""Why the engine refuses; the message is one sentence for a person: what is wrong, where, what was expected."""

from __future__ import annotations


class InterviewsRefused(ValueError):  # noqa: N818  a sentence for a person, not a defect
    """The engine cannot do what it was asked."""


class Malformed(InterviewsRefused):
    """A file does not have the form it should; `path` names the wrong field, like `students[3].wishes[2][1]`."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path


class SolverMissing(InterviewsRefused):
    """The packages that compute a timetable are not installed."""

    PACKAGES = frozenset({"numpy", "scipy", "ortools"})

    @classmethod
    def of(cls, missing: ModuleNotFoundError) -> SolverMissing:
        """The refusal for a failed import; one of something else is a defect and goes on as it is."""
        package = (missing.name or "").partition(".")[0]
        if package not in cls.PACKAGES:
            raise missing
        return cls(f"{package} is not installed: `make install` brings what computes a timetable (requirements/solver.txt).")
