"""Will this agreement be renewed? Reasons to doubt it, each with its points; and what these reasons were worth in the past.

Pure: observations in, assessments out. Nothing is learnt from data: the points are a judgement, stated here, and `backtest` tells what
they would have said of agreements whose term is over."""

from filon.engines.renewal.backtest import Backtest, Past, backtest
from filon.engines.renewal.model import Assessment, Level, Observation, Reason, Side
from filon.engines.renewal.scoring import POINTS, SILENT_MONTHS, assess

__all__ = ["POINTS", "SILENT_MONTHS", "Assessment", "Backtest", "Level", "Observation", "Past", "Reason", "Side", "assess", "backtest"]
