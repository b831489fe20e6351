"""Forums that never took place, made to look like real ones or to be hard: same arguments, same forum, to the byte.

Two sites, two days of 32 slots, class timetables by group, firms more or less sought after that refuse more or less, several
interviewers a firm. `families` says what each family is for; docs/interviews-format.md shows the command.
"""

from filon.engines.interviews.generator.command import add_arguments, run
from filon.engines.interviews.generator.families import FAMILIES, Family
from filon.engines.interviews.generator.forum import Impossible, generate, pieces

__all__ = ["FAMILIES", "Family", "Impossible", "add_arguments", "generate", "pieces", "run"]
