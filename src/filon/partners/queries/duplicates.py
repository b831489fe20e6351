"""Sheets that are perhaps one organisation, among those the viewer sees."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from filon.partners.models import LegalEntity, Relationship
from filon.people.models import User
from filon.people.roles import READING

LIKENESS = 0.55
"""Least trigram similarity of two names, accents and case aside, at which a pair is proposed."""
AT_MOST = 50


@dataclass(frozen=True)
class Pair:
    """``source`` would go into ``target``; ``likeness`` between 0 and 1; ``same_siren``: a site of one bears the other's SIREN."""

    source: LegalEntity
    target: LegalEntity
    likeness: float
    same_siren: bool


# Two SIRENs are two legal persons, so one side of each pair has none: it is the side that would go.
PAIRS = """
      WITH seen AS (SELECT id, siren, lower(filon_unaccent(name)) AS plain FROM partners_legalentity WHERE id = ANY(%(seen)s))
    SELECT poor.id, other.id, similarity(poor.plain, other.plain) AS likeness, coalesce(place.id IS NOT NULL, false)
      FROM seen AS poor
      JOIN seen AS other
        ON other.id <> poor.id AND (other.siren IS NOT NULL OR other.id < poor.id)
      LEFT JOIN LATERAL (SELECT id FROM partners_site WHERE entity_id = poor.id AND left(siret, 9) = other.siren LIMIT 1) AS place ON true
     WHERE poor.siren IS NULL AND (similarity(poor.plain, other.plain) >= %(likeness)s OR place.id IS NOT NULL)
     ORDER BY 4 DESC, 3 DESC, 1, 2
     LIMIT %(at_most)s
"""


def duplicate_pairs(viewer: User) -> list[Pair]:
    """The likeliest pairs first, at most fifty; two queries."""
    seen = list(_followed(viewer).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"seen": seen, "likeness": LIKENESS, "at_most": AT_MOST})
        found = cursor.fetchall()
    entities = LegalEntity.objects.in_bulk({id for row in found for id in row[:2]})
    return [Pair(entities[source], entities[target], likeness, same) for source, target, likeness, same in found]


def _followed(viewer: User) -> QuerySet[LegalEntity]:
    """Partners of the viewer's schools that are not merged and are no school of the installation."""
    known = Relationship.objects.filter(host_id__in=viewer.standing.hosts_where(READING), entity=OuterRef("pk"))
    return LegalEntity.objects.filter(Exists(known), merged_into__isnull=True, host__isnull=True)
