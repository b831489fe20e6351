"""Makes a timetable better by exact steps, so that it never gets worse: one slot chosen anew, or every slot with one hour for each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filon.engines.interviews.board import NOWHERE
from filon.engines.interviews.flow import Network

if TYPE_CHECKING:
    from filon.engines.interviews.grid import Grid
    from filon.engines.interviews.problem import Flags, Integers

LARGEST_COST = 1 << 61
"""of a flow: cost of an arc times the number of nodes; the solver counts in 64 bits."""
FINEST = 1 << 20
SPARE, SPARES = 4, 24
"""candidates looked at for a seat with k places: the best 4 k + 24. Of 600,000 pairs, most are far from any chance."""


def sweep_slot(grid: Grid, slot: int, chance: np.random.Generator) -> None:
    """Chooses anew who sits where in one slot, everything else fixed: an assignment problem."""
    problem = grid.problem
    first = slot * problem.sites
    before = np.flatnonzero((grid.places >= first) & (grid.places < first + problem.sites))
    was = grid.places[before]
    grid.remove(before)
    pairs, sites = _candidates(grid, first)
    if not len(pairs):
        return
    current = np.full(problem.pairs, NOWHERE, dtype=np.int64)
    current[before] = was
    stays = current[pairs] == first + sites
    student, seat = problem.pair_student[pairs], problem.pair_company[pairs] * problem.positions + first + sites
    level = problem.level + grid.count
    gain = problem.pair_weight[pairs] + np.where(level == 0, grid.bonus.first, np.where(level == 1, grid.bonus.second, 0))[student]
    scale = _scale(grid, len(problem.limit) + len(problem.capacity) * problem.sites)
    gain = scale * gain + (_preference(stays, chance) if scale > 1 else 0)
    room = grid.free.ravel()
    kept = np.flatnonzero(stays | (_rank(seat, gain) < SPARE * room[seat] + SPARES))
    taken = kept[_assign(student[kept], seat[kept], gain[kept], room)]
    grid.add(pairs[taken], first + sites[taken])


def _rank(seat: Integers, gain: Integers) -> Integers:
    """(n,): how many candidates for the same seat have a larger gain."""
    order = np.lexsort((-gain, seat))
    starts = np.flatnonzero(np.diff(seat[order], prepend=-1))
    rank = np.empty(len(seat), dtype=np.int64)
    rank[order] = np.arange(len(seat)) - np.repeat(starts, np.diff(starts, append=len(seat)))
    return rank


def _candidates(grid: Grid, first: int) -> tuple[Integers, Integers]:
    """Unscheduled pairs that fit in the slot, and on which site; a pair that fits on two stands twice."""
    problem = grid.problem
    unscheduled = np.flatnonzero((grid.places == NOWHERE) & (grid.count < problem.limit)[problem.pair_student])
    student, company = problem.pair_student[unscheduled], problem.pair_company[unscheduled]
    fits = [
        unscheduled[problem.allowed[student, position] & (grid.blocked[student, position] == 0) & (grid.free[:, position] > 0)[company]]
        for position in range(first, first + problem.sites)
    ]
    return np.concatenate(fits), np.repeat(np.arange(problem.sites), [len(own) for own in fits])


def _preference(stays: Flags, chance: np.random.Generator) -> Integers:
    """Between timetables of one value: rather not move, else at random, which opens other ways to the next step."""
    return 2 * stays + chance.integers(0, 4, len(stays))


def _scale(grid: Grid, nodes: int) -> int:
    """Multiplies gains so that all preferences together are worth less than one point of weight."""
    dearest = grid.bonus.first + int(grid.problem.pair_weight.max(initial=1))
    room = LARGEST_COST // (dearest * (nodes + 2))
    needed = 6 * (len(grid.problem.limit) + 1)
    return min(needed, FINEST) if room >= needed else 1


def _assign(student: Integers, seat: Integers, gain: Integers, room: Integers) -> Flags:
    """Which candidates sit: each student once, each seat (company, position) within its room, the largest total gain."""
    network = Network()
    source, sink = network.nodes(2).tolist()
    who, student_index = np.unique(student, return_inverse=True)
    where, seat_index = np.unique(seat, return_inverse=True)
    students, seats = network.nodes(len(who)), network.nodes(len(where))
    network.arcs(np.array([source]), students, np.array([1]))
    through = network.arcs(students[student_index], seats[seat_index], np.array([1]), -gain)
    network.arcs(seats, np.array([sink]), room[where])
    network.arcs(students, np.array([sink]), np.array([1]))
    flows, _ = network.cheapest(source, sink, len(who))
    return np.asarray(flows[through] > 0)


def sweep_hours(grid: Grid, chance: np.random.Generator) -> None:
    """Gives each unscheduled pair one position, scheduled ones keep theirs, and chooses the best timetable of these: one flow.

    A student follows a route, at most one site for each slot and no two positions in conflict; so any set of her pairs on
    different slots is possible, and the choice is a flow student -> slot -> seat.
    """
    scheduled = grid.scheduled()
    hours = _hours(grid, chance)
    pairs = np.concatenate([scheduled, np.flatnonzero(hours != NOWHERE)])
    if not len(pairs):
        return
    positions = np.concatenate([grid.places[scheduled], hours[hours != NOWHERE]])
    stays = np.arange(len(pairs)) < len(scheduled)
    taken = _route_flow(grid, pairs, positions, stays)
    grid.remove(scheduled)
    grid.add(pairs[taken], positions[taken])


def _hours(grid: Grid, chance: np.random.Generator) -> Integers:
    """(N,): a position on the student's route for each unscheduled pair, where a seat or the student is free if possible."""
    problem = grid.problem
    unscheduled = np.flatnonzero(grid.places == NOWHERE)
    hours = np.full(problem.pairs, NOWHERE, dtype=np.int64)
    route, taken = _routes(grid, chance), np.repeat(grid.occupied(), problem.sites, axis=1)
    for part in np.array_split(unscheduled, len(unscheduled) // 65536 + 1):
        student, company = problem.pair_student[part], problem.pair_company[part]
        appeal = chance.random((len(part), problem.positions), dtype=np.float32)
        appeal += grid.free[company] > 0
        appeal += ~taken[student]
        appeal[~(route[student] & (problem.capacity[company] > 0))] = -1
        best = appeal.argmax(axis=1)
        hours[part] = np.where(appeal[np.arange(len(part)), best] >= 0, best, NOWHERE)
    return hours


def _routes(grid: Grid, chance: np.random.Generator) -> Flags:
    """(S, P): positions without conflict among them, her present ones included."""
    problem = grid.problem
    scheduled = grid.scheduled()
    route = np.zeros(problem.allowed.shape, dtype=bool)
    route[problem.pair_student[scheduled], grid.places[scheduled]] = True
    blocked = grid.blocked > 0
    for slot in chance.permutation(problem.positions // problem.sites):
        for site in chance.permutation(problem.sites):
            position = slot * problem.sites + site
            joins = problem.allowed[:, position] & ~blocked[:, position]
            route[joins, position] = True
            blocked[joins] |= problem.conflict[position]
    return route


def _route_flow(grid: Grid, pairs: Integers, positions: Integers, stays: Flags) -> Flags:
    """Which of the pairs take place at their position."""
    problem, network = grid.problem, Network()
    source, sink = network.nodes(2).tolist()
    students = network.nodes(len(problem.limit))
    steps = problem.steps()
    slots = problem.positions // problem.sites
    times, time_index, sharing = np.unique(
        problem.pair_student[pairs] * slots + positions // problem.sites, return_inverse=True, return_counts=True
    )
    shared = sharing > 1
    entry = students[times // slots]
    entry[shared] = network.nodes(int(shared.sum()))
    where, seat_index = np.unique(problem.pair_company[pairs] * problem.positions + positions, return_inverse=True)
    seats = network.nodes(len(where))
    scale = 1 + int(stays.sum())
    if LARGEST_COST // (grid.bonus.first + int(problem.pair_weight.max())) // (network.size + 1) < scale:
        scale = 1
    costs = -scale * np.array([[grid.bonus.first, grid.bonus.second, 0]])
    every = np.broadcast_to(students[:, None], steps.shape).ravel()
    network.arcs(np.array([source]), every, steps.ravel(), np.broadcast_to(costs, steps.shape).ravel())
    network.arcs(students[times[shared] // slots], entry[shared], np.array([1]))
    gain = scale * problem.pair_weight[pairs] + (stays if scale > 1 else 0)
    through = network.arcs(entry[time_index], seats[seat_index], np.array([1]), -gain)
    network.arcs(seats, np.array([sink]), problem.capacity.ravel()[where])
    amount = int(min(problem.limit.sum(), len(pairs)))
    network.arcs(np.array([source]), np.array([sink]), np.array([amount]))
    flows, _ = network.cheapest(source, sink, amount)
    return np.asarray(flows[through] > 0)
