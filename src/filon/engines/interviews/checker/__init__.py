"""Is a schedule possible, what is it worth, and what did it change? An independent judge of the format `filon-interviews/1`.

It reads plain JSON values and shares no line with the solver it judges: what is written twice is what one of the two got wrong.
The format and the goals are those of docs/interviews-format.md.

    >>> checked = check(instance, schedule)
    >>> checked.conflicts, checked.scores.with_one
"""

from filon.engines.interviews.checker.command import add_arguments, run
from filon.engines.interviews.checker.conflicts import Conflict, Kind, find_conflicts
from filon.engines.interviews.checker.scores import Changes, Scores, changes_between, scores_of
from filon.engines.interviews.checker.shape import FORMAT, Malformed, check_instance, check_schedule
from filon.engines.interviews.checker.verdict import Verdict, check

__all__ = [
    "FORMAT",
    "Changes",
    "Conflict",
    "Kind",
    "Malformed",
    "Scores",
    "Verdict",
    "add_arguments",
    "changes_between",
    "check",
    "check_instance",
    "check_schedule",
    "find_conflicts",
    "run",
    "scores_of",
]
