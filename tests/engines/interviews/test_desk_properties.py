"""Repairs on tiny random forums: judged on the forum as it has become, against the best that leaves every other appointment alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from filon.engines.interviews.checker import Changes, check
from filon.engines.interviews.checker.conflicts import Seats
from filon.engines.interviews.desk import Change, Desk
from filon.engines.interviews.reading import instance_of
from filon.engines.interviews.solving import solve
from filon.engines.interviews.writing import instance_document, schedule_document
from tests.engines.interviews import events
from tests.engines.interviews.exhaustive import Goals, best_goals
from tests.engines.interviews.forums import Json
from tests.engines.interviews.strategies import locked_forums, students_of

REPAIRS = settings(max_examples=60, deadline=None)


@dataclass(frozen=True, slots=True)
class Repair:
    """`after` is the forum as it has become; `forced` counts the appointments that the event itself takes away."""

    before: Json
    after: Json
    new: Json
    change: Change
    forced: int

    @property
    def changes(self) -> Changes:
        """By the checker; the schedule must be possible."""
        verdict = check(self.after, self.new, self.before)
        assert verdict.conflicts == ()
        assert verdict.changes is not None
        return verdict.changes

    @property
    def goals(self) -> Goals:
        scores = check(self.after, self.new).scores
        return Goals(scores.with_one, scores.with_two, scores.weight, -scores.idle_slots)

    def kept(self) -> list[list[int]]:
        """Appointments that stand as they stood, as they are written now."""
        hours = {tuple(row[:4]) for row in self.before["interviews"]}
        return [row for row in self.new["interviews"] if tuple(row[:4]) in hours]


@st.composite
def repairs(draw: st.DrawFn, *, displace: bool) -> Repair:
    """Any event on a forum that was solved."""
    forum = draw(locked_forums())
    instance = instance_of(forum)
    schedule = solve(instance).schedule
    event = draw(st.sampled_from([cancellation, closing, withdrawal, arrival]))
    desk = Desk(instance, schedule)
    before = schedule_document(schedule)
    after, change, forced = event(draw, forum, before, desk, displace)
    return Repair(before, after, schedule_document(desk.schedule()), change, forced)


Outcome = tuple[Json, Change, int]
Event = Callable[[st.DrawFn, Json, Json, Desk, bool], Outcome]


def cancellation(draw: st.DrawFn, forum: Json, before: Json, desk: Desk, displace: bool) -> Outcome:
    company = draw(st.integers(0, len(forum["companies"]) - 1))
    forced = sum(row[1] == company for row in before["interviews"])
    return events.company_cancels(forum, company), desk.cancel_company(company, displace=displace), forced


def closing(draw: st.DrawFn, forum: Json, before: Json, desk: Desk, displace: bool) -> Outcome:
    """Locks of the seats that go are the desk's to choose: the others must stand."""
    staffed = [
        (company, presence["day"], presence["site"])
        for company, description in enumerate(forum["companies"])
        for presence in description["presence"]
        if presence["interviewers"]
    ]
    assume(staffed)
    company, day, site = draw(st.sampled_from(staffed))
    change = desk.close_interviewer(company, day, site, displace=displace)
    after = {**events.interviewer_leaves(forum, company, day, site), "locked": instance_document(desk.instance)["locked"]}
    seats = Seats(after).open
    sat = Counter((company, row[2], row[3]) for row in before["interviews"] if row[1] == company)
    return after, change, sum(max(0, count - seats[place]) for place, count in sat.items())


def withdrawal(draw: st.DrawFn, forum: Json, before: Json, desk: Desk, displace: bool) -> Outcome:
    student = draw(st.integers(0, len(forum["students"]) - 1))
    forced = sum(row[0] == student for row in before["interviews"])
    return events.student_withdraws(forum, student), desk.withdraw_student(student), forced


def arrival(draw: st.DrawFn, forum: Json, before: Json, desk: Desk, displace: bool) -> Outcome:
    ratings = len(forum["rules"]["rating_points"])
    student = draw(students_of(len(forum["slots"]), len(forum["companies"]), ratings))
    after = events.student_comes(forum, student)
    return after, desk.add_student(instance_of(after).students[-1], displace=displace), 0


@REPAIRS
@given(repairs(displace=False))
def test_only_what_the_event_takes_away_is_lost_and_nobody_moves(repair: Repair):
    changes = repair.changes

    assert (changes.moved, changes.displaced) == (0, 0)
    assert changes.lost == repair.forced == len(repair.change.removed)
    assert changes.added == len(repair.change.added)
    assert repair.change.displaced == ()


def without_wishes(forum: Json, gone: set[tuple[int, int]]) -> Json:
    """The forum where these students refuse these companies: an appointment that comes back at another hour is one that moved."""
    students = [
        {**student, "wishes": [[company, 0 if (number, company) in gone else rating] for company, rating in student["wishes"]]}
        for number, student in enumerate(forum["students"])
    ]
    return {**forum, "students": students}


@REPAIRS
@given(repairs(displace=False))
def test_as_many_are_served_as_free_seats_allow(repair: Repair):
    gone = {(interview.student, interview.company) for interview in repair.change.removed}
    best = best_goals({**without_wishes(repair.after, gone), "locked": repair.kept()})

    reached = repair.goals

    assert reached.with_one == best.with_one
    assert reached.with_two >= best.with_two - 2


@REPAIRS
@given(repairs(displace=True))
def test_one_is_displaced_for_one_who_is_rescued_and_nobody_is_left_with_nothing(repair: Repair):
    changes = repair.changes
    rows = Counter(row[0] for row in repair.before["interviews"])
    rows.subtract(interview.student for interview in repair.change.removed)
    now = Counter(row[0] for row in repair.new["interviews"])
    rescued = [student for student in range(len(repair.after["students"])) if min(now[student], 2) > min(rows[student], 2)]

    assert changes.moved == 0
    assert changes.lost - repair.forced == len(repair.change.displaced) <= len(rescued)
    assert [student for student, count in rows.items() if count > 0 and now[student] == 0] == []


@REPAIRS
@given(repairs(displace=True))
def test_desk_tells_the_forum_as_it_has_become(repair: Repair):
    assert check(repair.after, repair.new, repair.before).is_valid
