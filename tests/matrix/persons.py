"""The columns of the matrix: who asks. Everybody but the last four belongs to school A, whose objects are asked for."""

from enum import StrEnum

from filon.people.roles import READING, RECORDING, WORKING, Role


class Person(StrEnum):
    PARTNERSHIP_OFFICER = "partnership_officer"
    ECONOMIC_DEVELOPMENT = "economic_development"
    STUDIES_DIRECTOR = "studies_director"
    ENGAGEMENT_REFERENT = "engagement_referent"
    SUSTAINABILITY_OFFICER = "sustainability_officer"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    STUDENT = "student"
    FOUNDER = "founder"
    MENTOR = "mentor"
    OBSERVER = "observer"
    COMPANY_CONTACT = "company_contact"
    FOUNDATION_OFFICER = "foundation_officer"
    OTHER_CONTACT = "other_contact"  # of a company that has no agreement with school A
    FORMER_MEMBER = "former_member"  # her role ended yesterday
    OTHER_SCHOOL = "other_school"  # directs school B
    ANONYMOUS = "anonymous"


People = frozenset[Person]


def holding(roles: frozenset[Role]) -> People:
    return frozenset(Person(role.value) for role in roles)


OFFICER = frozenset({Person.PARTNERSHIP_OFFICER})
"""She wrote the agreements, and the saved view is hers."""
DIRECTOR, AUDITOR = frozenset({Person.DIRECTOR}), frozenset({Person.AUDITOR})
COMPANY_CONTACT, FOUNDATION_OFFICER = frozenset({Person.COMPANY_CONTACT}), frozenset({Person.FOUNDATION_OFFICER})
OTHER_SCHOOL, ANONYMOUS = frozenset({Person.OTHER_SCHOOL}), frozenset({Person.ANONYMOUS})
OTHER_CONTACT, FORMER_MEMBER = frozenset({Person.OTHER_CONTACT}), frozenset({Person.FORMER_MEMBER})

WORKERS = holding(WORKING)
"""Who works on partnerships, the director among them."""
RECORDERS = holding(RECORDING)
READERS = holding(READING)
LEARNERS = frozenset({Person.STUDENT, Person.FOUNDER, Person.MENTOR, Person.OBSERVER})
"""Members of the school who read nothing of its partnerships."""
PARTNERS = COMPANY_CONTACT | FOUNDATION_OFFICER
"""Partners' people for whom school A opened an access, and who are parties of its agreement."""
NOBODY = OTHER_CONTACT | FORMER_MEMBER
"""Signed in, with nothing to see here."""
SIGNED_IN = frozenset(Person) - ANONYMOUS
EVERYBODY = frozenset(Person)
