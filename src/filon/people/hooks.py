"""Moments of this app that upper apps take part in, in the same transaction."""

from dataclasses import dataclass

from filon.kernel.hooks import Hook
from filon.people.models import Host, User


@dataclass(frozen=True)
class Presence:
    """What somebody is here for: her function, and where (a school, a company, a foundation)."""

    role: str
    place: str


#: A school was added to the installation: partners gives it its legal entity.
host_created: Hook[[Host]] = Hook("people.host_created")
#: Who are these people? Each app adds to the dictionary (user id → presence) those it knows and nobody has described yet.
people_described: Hook[[list[User], dict[int, Presence]]] = Hook("people.described")
