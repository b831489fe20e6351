"""What exchanges bring to the pages, jobs and checks of the house."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from filon.activities import audited, fact_kinds, invariants, rights
from filon.activities.models import Closing, ExchangeSession, Fulfilment, Idea, IdeaOutcome, IdeaTaking, Registration
from filon.activities.queries import contributed
from filon.activities.services import forgetting
from filon.activities.services.holding import HOLDINGS, REGISTRATIONS, VOICE
from filon.agreements.models import Delivery
from filon.facts.models import Fact
from filon.kernel.addresses import address
from filon.kernel.registry import (
    AgreementLink,
    Invariant,
    NavItem,
    PersonalDataClass,
    Purge,
    SearchSource,
    SourceAddress,
    WeekSource,
    register,
)


def session_address(uuid: UUID) -> str:
    return address("activities:session", uuid)


def idea_address(uuid: UUID) -> str:
    return address("activities:idea", uuid)


def declare() -> None:
    """Called once, when the applications are ready."""
    register(*audited.SUBJECTS, *fact_kinds.KINDS, *INVARIANTS, *PERSONAL_DATA, *HOLDINGS)
    register(Purge(REGISTRATIONS, forgetting.registrations_purge), Purge(VOICE, forgetting.names_purge))
    register(NavItem("activities", _("Exchanges"), "activities:list", 32, "n-talk", rights.reads_exchanges))
    register(WeekSource("activities", contributed.week_items))
    register(SearchSource("activities", _("Exchanges"), contributed.exchange_hits))
    register(SourceAddress("activities.exchangesession", session_address), SourceAddress("activities.idea", idea_address))
    register(AgreementLink("activities.exchanges", 40, _("Exchanges"), contributed.exchanges_url, rights.reads_exchanges))


PERSONAL_DATA = (
    PersonalDataClass(
        code=REGISTRATIONS,
        purpose=_("Knowing who has a place in a session, who waits for one, and who came."),
        basis=_("Legitimate interest: a session has so many places, and the school proves that it was held (GDPR, article 6.1.f)."),
        retention=_("Three years after the session."),
        end_action=_("Registrations are erased every night; the fact of the session keeps its number of persons."),
    ),
    PersonalDataClass(
        code=VOICE,
        purpose=_("Knowing who had an idea, commented it and took it up, to answer and to work together."),
        basis=_("Legitimate interest of those who think together on a theme (GDPR, article 6.1.f)."),
        retention=_("Five years after the idea, the comment or the taking up."),
        end_action=_("The name is erased every night; the words stay, as those of a student, of the school or of a company."),
    ),
)
INVARIANTS = (
    Invariant(
        "activities.registered_within_capacity",
        _("A session never has more persons registered than places."),
        invariants.registered_within_capacity,
        reads=[ExchangeSession, Registration],
    ),
    Invariant(
        "activities.waiting_list_in_order",
        _("Places that become free go to those who wait, in the order in which they asked."),
        invariants.waiting_list_in_order,
        reads=[ExchangeSession, Registration],
    ),
    Invariant(
        "activities.one_live_registration",
        _("A person has one place, or one turn on the waiting list, in a session."),
        invariants.one_live_registration,
        reads=[Registration],
    ),
    Invariant(
        "activities.attendance_of_what_has_begun",
        _("Attendance is noted of a session that has begun."),
        invariants.attendance_of_what_has_begun,
        reads=[ExchangeSession, Registration],
    ),
    Invariant(
        "activities.session_fact_recorded_once",
        _("The fact of a session is recorded once, and corrected by reversal."),
        invariants.session_fact_recorded_once,
        reads=[Closing, ExchangeSession, Fact],
    ),
    Invariant(
        "activities.outcome_stands_with_its_fact",
        _("What became of an idea is final while its fact stands."),
        invariants.outcome_stands_with_its_fact,
        reads=[Fact, Idea, IdeaOutcome, IdeaTaking],
    ),
    Invariant(
        "activities.fulfilment_goes_with_its_cause",
        _("What an exchange fulfilled of an agreement is withdrawn once the exchange holds no longer."),
        invariants.fulfilment_goes_with_its_cause,
        reads=[Closing, Delivery, Fulfilment, IdeaOutcome],
    ),
)
