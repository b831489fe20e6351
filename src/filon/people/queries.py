"""What pages read about people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.mail import EmailMessage
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from filon.kernel.models import AuditEvent
from filon.kernel.periods import not_over
from filon.kernel.registry import LetterKind, all_of
from filon.people.hooks import Presence, people_described
from filon.people.keys import hash_of
from filon.people.models import Host, Invitation, KeptMessage, Membership, SentLetter, SignInLink, User
from filon.people.roles import Role


@dataclass(frozen=True)
class RoleGroup:
    """Those who hold a role, now or from a later day on."""

    role: Role
    memberships: list[Membership]


@dataclass(frozen=True)
class Team:
    """The people of a school."""

    host: Host
    groups: list[RoleGroup]
    former: list[Membership]
    invitations: list[Invitation]

    @property
    def held_count(self) -> int:
        return sum(len(group.memberships) for group in self.groups)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody the demonstration signs in as."""

    user: User
    presence: Presence


@dataclass(frozen=True)
class DemoPlace:
    """The persons of one school or organisation."""

    name: str
    people: list[DemoPerson] = field(default_factory=list)


def open_link(key: str) -> SignInLink | None:
    """The sign-in link of that key, while it still opens."""
    link = SignInLink.objects.filter(key_hash=hash_of(key)).select_related("user").first()
    return link if link is not None and link.is_open else None


def waiting_invitation(key: str) -> Invitation | None:
    """The invitation of that key, while it waits."""
    return Invitation.objects.waiting().filter(key_hash=hash_of(key)).select_related("host", "invited_by").first()


def has_account(email: str) -> bool:
    return User.objects.with_email(email) is not None


def presence_of(user: User) -> Presence:
    """Her roles at the school she works for; for a partner's person what another app knows of her."""
    if user.acting_host_id is None:
        found = _by_roles(user.memberships_today)
        people_described.run([user], found)
        return found.get(user.pk, Presence("", ""))
    here = [held for held in user.memberships_today if held.host_id == user.acting_host_id]
    return Presence(", ".join(str(Role(held.role).label) for held in here), here[0].host.name)


def presences(users: list[User]) -> dict[int, Presence]:
    """What each is here for, by user id; whoever nobody describes is left out."""
    held = Membership.objects.on(timezone.localdate()).filter(user__in=users).select_related("host").order_by("host_id", "id")
    found = _by_roles(held)
    people_described.run(users, found)
    return found


def _by_roles(held: Iterable[Membership]) -> dict[int, Presence]:
    """Of several roles, the first."""
    found: dict[int, Presence] = {}
    for membership in held:
        found.setdefault(membership.user_id, Presence(str(Role(membership.role).label), membership.host.name))
    return found


def team_of(host: Host, viewer: User) -> Team:
    """Roles held now or soon, in the order of the roles; roles that ended, latest first; invitations that wait."""
    today = timezone.localdate()
    known = Membership.objects.visible_to(viewer).filter(host=host).select_related("user")
    held = list(known.filter(not_over(today)).order_by("user__name", "start"))
    groups = [RoleGroup(role, [one for one in held if one.role == role]) for role in Role]
    waiting = Invitation.objects.visible_to(viewer).waiting().filter(host=host).select_related("invited_by")
    return Team(
        host=host,
        groups=[group for group in groups if group.memberships],
        former=list(known.filter(end__lte=today).order_by("-end", "user__name")),
        invitations=list(waiting.order_by("-invited_at")),
    )


def demo_places() -> list[DemoPlace]:
    """Everybody a demonstration signs in as, by school or organisation, those of the first school first."""
    users = list(User.objects.filter(is_active=True).order_by("id"))
    known = presences(users)
    places: dict[str, DemoPlace] = {}
    for user in users:
        if user.pk in known:
            place = known[user.pk].place
            places.setdefault(place, DemoPlace(place)).people.append(DemoPerson(user, known[user.pk]))
    return list(places.values())


def kept_messages(limit: int = 50) -> list[KeptMessage]:
    """The last messages of a demonstration, latest first."""
    return list(KeptMessage.objects.order_by("-at", "-id")[:limit])


def with_actors(events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Each event with the name of who acted, in `actor_name`."""
    return events.annotate(actor_name=Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("name")))


@dataclass(frozen=True)
class ShownLetter:
    """A kind of letter, and one as it leaves."""

    kind: LetterKind
    subject: str
    to: str
    paragraphs: list[str]


def letters_of(viewer: User, host: Host, language: str) -> list[ShownLetter]:
    """Every letter of the house in that language, about something of the school where there is one."""
    return [_shown(kind, kind.sample(viewer, host, language)) for kind in all_of(LetterKind)]


def _shown(kind: LetterKind, letter: EmailMessage) -> ShownLetter:
    return ShownLetter(kind, str(letter.subject), letter.to[0], str(letter.body).strip().split("\n\n"))


def last_letters(about: Iterable[UUID]) -> dict[UUID, SentLetter]:
    """The last letter about each of these objects."""
    return {letter.about_uuid: letter for letter in SentLetter.objects.filter(about_uuid__in=list(about)).order_by("id")}
