"""The reason is the first that holds, and it has a sentence in both languages."""

from __future__ import annotations

from string import Formatter

import pytest

from filon.engines.interviews import Interview, InterviewsRefused, Language, Schedule, instance_of, sentence, why, why_student
from filon.engines.interviews.why import Code, Reason
from filon.engines.interviews.wording import SENTENCES
from tests.engines.interviews.forums import Json, company, forum, presence, student

MORNING, AFTERNOON = (0, 1, 2), (3, 4, 5)
ONE_SLOT = presence(closed=(1, 2, 3, 4, 5))


def reason(document: Json, *interviews: tuple[int, int, int, int, int], company: int = 0) -> Reason:
    """Why student 0 has, or has not, an interview with the company."""
    schedule = Schedule(tuple(Interview(*row) for row in interviews))
    return why(instance_of(document), schedule, 0, company)


def test_interview_is_told_with_its_hour():
    told = reason(forum([company()], [student((0, 1))]), (0, 0, 2, 0, 0))

    assert told == Reason(Code.SCHEDULED, 0, 0, {"slot": 2, "site": 0})


def test_company_she_did_not_ask_for():
    assert reason(forum([company(), company()], [student((1, 1))])).code == Code.NOT_ASKED


def test_company_that_refused_her():
    assert reason(forum([company()], [student((0, 0))])) == Reason(Code.REFUSED, 0, 0, {"rank": 1})


def test_company_that_is_not_there():
    assert reason(forum([company(presence(interviewers=0))], [student((0, 1))])).code == Code.COMPANY_ABSENT


def test_company_that_is_there_only_during_her_classes():
    told = reason(forum([company(presence(closed=AFTERNOON))], [student((0, 1), busy=(0, 1), away=(2,))]))

    assert told == Reason(Code.NO_COMMON_SLOT, 0, 0, {"slots": 3})


def test_class_on_the_other_site_in_the_half_day():
    told = reason(forum([company(presence(site=1, closed=AFTERNOON))], [student((0, 1), busy=(2,))]))

    assert told == Reason(Code.CLASS_ELSEWHERE, 0, 0, {"slot": 0, "site": 1, "busy": 2, "home": 0})


def test_student_who_has_her_maximum():
    told = reason(forum([company(), company()], [student((0, 1), (1, 1), most=1)]), (0, 1, 0, 0, 0))

    assert told == Reason(Code.HAS_MAXIMUM, 0, 0, {"most": 1})


def test_her_other_interview_at_the_only_hour():
    told = reason(forum([company(ONE_SLOT), company()], [student((0, 1), (1, 1))]), (0, 1, 0, 0, 0))

    assert told == Reason(Code.OTHER_INTERVIEWS, 0, 0, {"slot": 0, "site": 0, "other": 1})


def test_seat_given_to_one_with_fewer_interviews():
    document = forum([company(ONE_SLOT), company()], [student((0, 1), (1, 1)), student((0, 1))])

    told = reason(document, (0, 1, 1, 0, 0), (1, 0, 0, 0, 0))

    assert told == Reason(Code.SEATS_TO_NEEDIER, 0, 0, {"rank": 1, "seats": 1, "own": 1, "needier": 1})


def test_seat_given_to_a_wish_that_counts_more():
    rich = student((0, 4), (1, 4), (2, 4))
    document = forum([company(ONE_SLOT), company(), company()], [student((0, 1)), rich])

    told = reason(document, (1, 0, 0, 0, 0), (1, 1, 1, 0, 0), (1, 2, 2, 0, 0))

    assert told == Reason(Code.SEATS_TO_HEAVIER, 0, 0, {"rank": 1, "seats": 1, "own": 0})


def test_free_seat_is_told():
    assert reason(forum([company()], [student((0, 1))])) == Reason(Code.SEAT_FREE, 0, 0, {"slot": 0, "site": 0})


def test_every_wish_has_its_reason_best_first():
    instance = instance_of(forum([company(), company()], [student((1, 0), (0, 2))]))

    assert [each.company for each in why_student(instance, Schedule(), 0)] == [1, 0]


def test_sentence_in_both_languages():
    instance = instance_of(forum([company(presence(site=1, closed=AFTERNOON))], [student((0, 1), busy=(2,))]))
    told = why(instance, Schedule(), 0, 0)

    english, french = (sentence(instance, told, language) for language in (Language.EN, Language.FR))

    assert english == "Aciérie: at Nîmes on day 1 at 9:00, but the class on day 1 at 10:00 at Alès is too near to change site."
    assert french == (
        "Aciérie\u00a0: à Nîmes le jour 1 à 9\u00a0h\u00a000, mais le cours le jour 1 à 10\u00a0h\u00a000 à Alès "
        "est trop proche pour changer de site."
    )


@pytest.mark.parametrize("code", Code)
def test_both_sentences_of_a_reason_say_the_same_things(code: Code):
    english, french = ({name for _, name, _, _ in Formatter().parse(text)} for text in SENTENCES[code])

    assert english == french


def test_unknown_student_is_refused():
    with pytest.raises(InterviewsRefused, match="There is no student 3: they are numbered from 0 to 0"):
        why(instance_of(forum([company()], [student((0, 1))])), Schedule(), 3, 0)
