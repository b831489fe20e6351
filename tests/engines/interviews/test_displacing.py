"""For one student who is rescued, one interview at most is given up."""

from __future__ import annotations

from filon.engines.interviews import Interview, instance_of, open_desk
from filon.engines.interviews.model import Schedule
from tests.engines.interviews.forums import company, forum, presence, student


def test_newcomer_takes_one_seat_of_others_though_two_would_serve_her_better():
    early, late = presence(closed=(1, 2, 3, 4, 5)), presence(closed=(0, 2, 3, 4, 5))
    first, second = student((0, 4), (2, 4), (3, 4)), student((1, 4), (2, 4), (3, 4))
    newcomer = student((0, 4), (1, 4))
    instance = instance_of(forum([company(early), company(late), company(), company()], [first, second, newcomer]))
    held = [(0, 0, 0), (0, 2, 2), (0, 3, 3), (1, 1, 1), (1, 2, 3), (1, 3, 2)]
    schedule = Schedule(tuple(Interview(who, firm, slot, 0, 0) for who, firm, slot in held))
    without = instance_of(forum([company(early), company(late), company(), company()], [first, second]))
    desk = open_desk(without, schedule)

    change = desk.add_student(instance.students[2], displace=True)

    assert len(change.displaced) == 1
    assert [interview.student for interview in change.added] == [2]
