"""Work on content that we do not trust, done by a process of its own: no variable of the environment, no database, little time."""

from filon.kernel.confined.pool import Broken, Cause, Pool

__all__ = ["Broken", "Cause", "Pool"]
