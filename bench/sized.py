"""The pages of a school that was seeded by the thousand: an agreement of ordinary size, its star partner, its latest fact."""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Abs
from django.urls import reverse
from django.utils import timezone

from filon.agreements.models import Agreement, Delivery
from filon.facts.models import Fact, FactOrganisation
from filon.people.models import Host, User
from filon.people.roles import Role

ORDINARY = 30
"""Promises of an agreement."""


def largest_school() -> Host:
    """That of which most agreements tell: the story's, which grew."""
    counted = Agreement.objects.order_by().values("host").annotate(told=Count("pk")).order_by("-told", "host")
    return Host.objects.get(pk=counted[0]["host"])


def officer_of(host: Host) -> User:
    """Who reads: the first partnership officer of today."""
    officer = User.objects.filter(memberships__host=host, memberships__role=Role.PARTNERSHIP_OFFICER, memberships__end=None)
    return officer.earliest("pk")


def addresses(officer: User) -> dict[str, str]:
    """The main pages, by the names of tests/budgets/queries.toml, and what is sought or turned in them."""
    agreement = ordinary_agreement(officer)
    commitment = agreement.commitments.annotate(told=Count("deliveries")).order_by("-told", "pk")[0]
    fact = Fact.objects.filter(delivery__commitment=commitment).latest("pk")
    facts, partners, agreements = reverse("facts:list"), reverse("partners:list"), reverse("agreements:list")
    return {
        "week": "/",
        "list of agreements": agreements,
        "agreement": reverse("agreements:detail", args=[agreement.uuid]),
        "commitment": reverse("agreements:commitment", args=[agreement.uuid, commitment.uuid]),
        "list of partners": partners,
        "partner": reverse("partners:detail", args=[star(officer)]),
        "list of facts": facts,
        "fact": reverse("facts:detail", args=[fact.uuid]),
        "search": f"{reverse('search')}?q=energie",
    }


def more_addresses() -> dict[str, str]:
    """Ways to read the lists that cost more as they grow, if anything does, and the pages that look at everything."""
    facts, partners, agreements = reverse("facts:list"), reverse("partners:list"), reverse("agreements:list")
    return {
        "list of agreements, a word": f"{agreements}?q=robotique",
        "list of partners, a word": f"{partners}?q=robotique",
        "list of partners, its last page": f"{partners}?page=9999",
        "list of facts, one kind": f"{facts}?kind=facts.visit",
        "list of facts, an organisation's name": f"{facts}?q=robotique",
        "list of facts, its last page": f"{facts}?page=999999",
        "search that finds nothing": f"{reverse('search')}?q=xylophone",
        "portfolio": reverse("agreements:portfolio"),
        "renewals": reverse("agreements:portfolio_renewals"),
        "network of partners": reverse("agreements:portfolio_network"),
        "territory": reverse("agreements:portfolio_territory"),
    }


def ordinary_agreement(officer: User) -> Agreement:
    """Of those in force of which something was delivered, the one whose promises are nearest to thirty in number: as large in a network as
    in a school."""
    delivered = Exists(Delivery.objects.filter(commitment__agreement=OuterRef("pk")))
    seen = Agreement.objects.visible_to(officer).filter(delivered, versions__validity__contains=timezone.localdate())
    counted = seen.annotate(promises=Count("commitments", distinct=True))
    return counted.order_by(Abs(F("promises") - ORDINARY), "pk")[0]


def star(officer: User) -> object:
    """UUID of the partner of whom most is recorded."""
    named = FactOrganisation.objects.filter(fact__host__in=officer.standing.host_ids, entity__host=None)
    return named.values("entity__uuid").annotate(told=Count("pk")).order_by("-told", "entity")[0]["entity__uuid"]
