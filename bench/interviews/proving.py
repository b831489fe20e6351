"""`python -m bench.interviews.proving INSTANCE N1 N2`: a bound of the weight by the site-aware program.

What the solver does itself up to 200,000 pairs, at any size: at 1,000 × 100,000 it takes minutes and 3 GB, more than a solver may.
Locked interviews are not considered.
"""

from __future__ import annotations

import sys
from pathlib import Path

from filon.engines.interviews import read_instance
from filon.engines.interviews.bounds import Value
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.proof import CLOSE_COUNT, Proof
from filon.engines.interviews.reach import within_reach

if __name__ == "__main__":
    reached = Value(int(sys.argv[2]), int(sys.argv[3]), 0)
    proof = Proof(within_reach(compile_problem(read_instance(Path(sys.argv[1])))), CLOSE_COUNT)
    print(proof.most_weight(reached))
