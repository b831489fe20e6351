"""From an instance to a timetable: relax, place, choose again with sites, sweep, compact; the best so far is kept at every step.

The method, its guarantees and its limits: docs/interviews.md.
"""

# ruff: noqa: PLC0415  SciPy takes half a second to load: the first timetable is there before

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from filon.engines.interviews.board import NOWHERE, Board
from filon.engines.interviews.bounds import Value, further, served_once, served_twice, weight_by_flow, weight_by_sites
from filon.engines.interviews.grid import Grid
from filon.engines.interviews.laminar import Bonus, Relaxation
from filon.engines.interviews.model import Bounds, Report
from filon.engines.interviews.placement import Placer
from filon.engines.interviews.problem import compile_problem
from filon.engines.interviews.reach import within_reach
from filon.engines.interviews.reporting import report_on, schedule_of, score_of, worth
from filon.engines.interviews.sweep import sweep_hours, sweep_slot

if TYPE_CHECKING:
    from filon.engines.interviews.model import Instance, Schedule
    from filon.engines.interviews.problem import Integers, Problem
    from filon.engines.interviews.proof import Proof
    from filon.engines.interviews.selection import Program

SITE_AWARE_PAIRS = 24_000
"""largest problem whose linear program is solved in seconds; beyond it, the flow alone chooses and bounds."""
ROUND_WORK = 14_000_000
"""pairs times slots that all rounds of sweeps may look at: one round at 1,000 x 100,000, three at 300 x 20,000."""
MOST_ROUNDS = 12
NOTHING = 1 / 10_000
FEWEST_RENEWALS, RENEWAL_PAIRS = 6, 20_000
"""neighbourhoods chosen for anew: one for so many pairs, and at least some."""
FEW, NEAR = 1 / 1800, 1 / 220
"""shares of the bounds of students with two, and of weight, that may be missing before neighbourhoods are worth their time."""
PROVEN_PAIRS = 200_000
"""largest problem whose site-aware bounds are computed, by prices (`proof`), where the flow's leave doubt."""
DOUBT = 6 / 1000
"""share of the weight that may be missing to the flow's bound before a tighter one is worth ten seconds."""
LITTLE = 1 / 20_000
"""share of the weight below which a round was the last."""
FEWEST_ANNEALINGS, ANNEALINGS, ANNEALING_WORK = 10, 260, 1_700_000_000
"""rounds of annealing of a tiny forum and of a small one; of all rounds together, wishes times the square of seats, company by company."""
NEARLY, PATIENCE = 1 / 2000, 15
"""share of the weight below which rounds without gain are counted, and after how many of them the annealing ends."""
NOISE, COLD = 1 / 10, 0.9
"""blur of the first round, in heaviest pairs, and the share of the rounds after which there is none."""
COMPACT_ROUNDS = 60
COMPACT_WORK = 300_000
"""interviews that all rounds may look at."""


class Stage(StrEnum):
    """What has just been done."""

    DRAFT = "draft"
    CHOSEN = "chosen"
    IMPROVED = "improved"
    COMPACTED = "compacted"


@dataclass(frozen=True, slots=True)
class Progress:
    """The best timetable so far; `schedule()` makes it. Numbers leave locked interviews' weight aside."""

    stage: Stage
    with_one: int
    with_two: int
    weight: int
    schedule: Callable[[], Schedule]


Watch: TypeAlias = Callable[[Progress], bool | None]
"""Told of each step; True asks to stop, which keeps the best so far."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A valid schedule and what is known of it."""

    schedule: Schedule
    report: Report


def solve(instance: Instance, *, seed: int = 0, draft: bool = False, watch: Watch | None = None) -> Solution:
    """A fair timetable of a valid instance (`reading` makes one); the same for the same seed unless `watch` stops it.

    `draft` ends after the first timetable: under a second at 80 x 1,400, under a minute at 1,000 x 100,000.
    """
    problem = within_reach(compile_problem(instance, instance.locked))
    if not problem.pairs:
        return _settled(problem)
    search = Search(problem, seed, watch or (lambda _progress: None))
    search.draft()
    if not draft:
        search.finish()
    return search.solution()


def _settled(problem: Problem) -> Solution:
    """Nothing can be added to the locked interviews: there is one timetable, and it is the best."""
    schedule = schedule_of(problem, np.zeros(0, dtype=np.int64))
    value, _ = score_of(problem.instance, schedule)
    return Solution(schedule, report_on(problem, schedule, Bounds(value.with_one, value.with_two, value.weight, "flow"), is_finished=True))


class Search:
    """One run. The stages are methods; each leaves `best` at least as good as before."""

    def __init__(self, problem: Problem, seed: int, watch: Watch) -> None:
        """`problem` has at least one pair, and only possible ones."""
        self.problem, self.instance, self.watch = problem, problem.instance, watch
        self.bonus = Bonus.of(int(self.problem.pair_weight.max(initial=1)))
        self.relaxation = Relaxation(self.problem)
        self.choice = self.relaxation.best(self.bonus)
        self.flow_weight = int(problem.pair_weight[self.choice.pairs].sum())
        self.chance = np.random.default_rng(seed)
        self.best: Integers = np.full(self.problem.pairs, NOWHERE, dtype=np.int64)
        self.value = Value(*Grid(self.problem, self.best).value())
        self.program: Program | None = None
        """the site-aware program, once it is solved."""
        self.proof: Proof | None = None
        """its bounds, once a large problem needed them."""
        self.is_stopped = False

    def draft(self) -> None:
        """Pairs of the best flow, placed one after the other, then one sweep over the slots."""
        board = Board(self.problem)
        Placer(board).place_all(np.flatnonzero(self.choice.pairs).tolist())
        grid = Grid(self.problem, board.places())
        self._remember(grid)
        if not self._is_over():
            for slot in range(len(self.instance.slots)):
                sweep_slot(grid, slot, self.chance)
        self._keep(grid, Stage.DRAFT)

    def finish(self) -> None:
        """Everything after the draft; each stage is left out once a stop was asked for, except that the hours are made compact."""
        is_small = self.problem.pairs <= SITE_AWARE_PAIRS
        if is_small and not self._is_over():
            self._choose_with_sites()
        if not self._is_proven():
            self._improve(Grid(self.problem, self.best), Stage.IMPROVED)
        if not is_small and not self._is_over() and not self._is_near():
            self._prove()
        if not self._is_over():
            (self._anneal if is_small else self._renew)(Grid(self.problem, self.best))
        self._compact()

    def solution(self) -> Solution:
        """The best timetable, its score and its bounds."""
        schedule = schedule_of(self.problem, self.best)
        return Solution(schedule, report_on(self.problem, schedule, self._bounds(), is_finished=not self.is_stopped))

    def _is_over(self) -> bool:
        """Asked to stop, or as good as the best flow: no more can be gained than `NOTHING` of the weight."""
        best = self.choice
        is_fair = (self.value.with_one, self.value.with_two) == (best.with_one, best.with_two)
        return self.is_stopped or (is_fair and self.value.weight >= (1 - NOTHING) * self.flow_weight)

    def _is_near(self) -> bool:
        """So close to the bounds known so far that what a neighbourhood may still gain is less than they promise too much."""
        with_one, with_two, weight = self._known_bounds()
        has_few_missing = self.value.with_one >= with_one and self.value.with_two >= (1 - FEW) * with_two
        return has_few_missing and self.value.weight >= (1 - NEAR) * weight

    def _known_bounds(self) -> Value:
        """Of the best flow, and of students with two what is proved."""
        best, reached = self.choice, self.value
        if self.proof is None:
            return Value(best.with_one, best.with_two, self.flow_weight)
        return Value(best.with_one, self.proof.most_twice(reached), self.flow_weight)

    def _prove(self) -> None:
        """Tighter bounds: they may show that the timetable is good enough as it is."""
        from filon.engines.interviews.proof import Proof

        if self.problem.pairs <= PROVEN_PAIRS:
            self.proof = Proof(self.problem)

    def _choose_with_sites(self) -> None:
        """Pairs of the linear program, placed in their cells, then in any cell, then improved: a second start beside the draft."""
        from filon.engines.interviews.neighbourhood import place
        from filon.engines.interviews.options import Options
        from filon.engines.interviews.selection import Program

        self.program = program = Program(Options(self.problem))
        selection = program.selection()
        if selection is None:
            return
        grid = place(self.problem, program.options, selection)
        self._keep(grid, Stage.CHOSEN)
        self._improve(grid, Stage.CHOSEN)

    def _improve(self, grid: Grid, stage: Stage) -> None:
        """Rounds of sweeps until one changes nothing; at most as many as the size of the problem allows."""
        slots = len(self.instance.slots)
        rounds = min(MOST_ROUNDS, max(1, ROUND_WORK // max(1, self.problem.pairs * slots)))
        for _ in range(rounds):
            before = grid.value()
            for slot in range(slots):
                sweep_slot(grid, slot, self.chance)
                if self._keep(grid, stage):
                    return
            for _ in range(2):
                sweep_hours(grid, self.chance)
                if self._keep(grid, stage):
                    return
            after = grid.value()
            if after[:2] <= before[:2] and after[2] - before[2] <= LITTLE * before[2]:
                return

    def _anneal(self, grid: Grid) -> None:
        """Every company, then every slot, chosen anew, weights blurred less and less: what is worse is tried, the best is kept."""
        from filon.engines.interviews.seating import sweep_company

        problem = self.problem
        wishes = problem.pair.by_company(len(problem.capacity))
        work = sum(len(own) * min(len(own), seats) ** 2 for own, seats in zip(wishes, problem.capacity.sum(axis=1).tolist(), strict=True))
        rounds = max(1, min(ANNEALINGS, FEWEST_ANNEALINGS + problem.pairs // 10, ANNEALING_WORK // max(1, work)))
        stalled = 0
        for step in range(rounds):
            if self._is_proven() or (stalled >= PATIENCE and self._is_proven(NEARLY)):
                return
            before = self.value
            noise = NOISE * int(problem.pair_weight.max()) * max(0.0, 1 - step / (COLD * rounds))
            for company in self.chance.permutation(len(wishes)).tolist():
                if len(wishes[company]):
                    sweep_company(grid, company, wishes[company], noise, self.chance)
            for slot in self.chance.permutation(len(self.instance.slots)).tolist():
                sweep_slot(grid, slot, self.chance)
            if self._keep(grid, Stage.IMPROVED):
                return
            stalled = 0 if self.value > before else stalled + 1

    def _is_proven(self, missing: float = NOTHING) -> bool:
        """As good as the linear program with sites, but for this share of the weight."""
        if self.program is None:
            return self._is_over()
        ceiling = self.program.ceiling(*further(self.problem, self.value))
        return self._is_over() or (ceiling is not None and self.value.weight >= (1 - missing) * ceiling)

    def _renew(self, grid: Grid) -> None:
        """Neighbourhoods of those who have fewer interviews than the best flow gives them, then of those who have less weight."""
        from filon.engines.interviews.neighbourhood import Renewal

        renewal = Renewal(grid, self.choice.pairs, self.chance)
        for _ in range(max(FEWEST_RENEWALS, self.problem.pairs // RENEWAL_PAIRS)):
            if self._is_near():
                return
            renewal.step()
            if self._keep(grid, Stage.IMPROVED) or self._is_over():
                return

    def _compact(self) -> None:
        from filon.engines.interviews.compaction import compact

        grid = Grid(self.problem, self.best)
        settled = np.zeros((len(self.problem.limit), len(self.instance.slots)), dtype=bool)
        for interview in self.instance.locked:
            settled[interview.student, interview.slot] = True
        rounds = max(3, min(COMPACT_ROUNDS, COMPACT_WORK // max(1, len(grid.scheduled()))))
        compact(grid, settled, self.chance, rounds)
        self._keep(grid, Stage.COMPACTED)

    def _keep(self, grid: Grid, stage: Stage) -> bool:
        """Remembers the timetable when it is not worse; asks whether to stop."""
        self._remember(grid)
        if self.is_stopped:
            return True
        best = self.best
        asked = self.watch(Progress(stage, *self.value, lambda: schedule_of(self.problem, best)))
        self.is_stopped = bool(asked)
        return self.is_stopped

    def _remember(self, grid: Grid) -> None:
        value = Value(*grid.value())
        if value >= self.value:
            self.best, self.value = grid.places.copy(), value

    def _bounds(self) -> Bounds:
        """A run that was stopped says what the flow proves, which is known at once."""
        program = None if self.is_stopped else self.program
        once, twice = served_once(self.relaxation), served_twice(self.relaxation, program, self.value)
        weight = weight_by_flow(self.relaxation, self.choice, self.bonus, self.value)
        method = "flow"
        by_sites = None if program is None else weight_by_sites(self.problem, program, self.value)
        if self.proof is not None:
            twice = min(twice, self.proof.most_twice(self.value))
            if self.value.weight < (1 - DOUBT) * weight:
                by_sites = self.proof.most_weight(self.value)
        if by_sites is not None and by_sites < weight:
            weight, method = by_sites, "sites"
        locked = worth(self.instance, self.instance.locked)
        return Bounds(once, twice, weight + locked, method)
