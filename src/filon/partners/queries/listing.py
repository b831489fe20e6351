"""The list of partners: what it shows, how it is searched, filtered and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.addresses import address
from filon.kernel.lists import Column, Definition, Filter, Rows
from filon.kernel.prepared import Given, Prepared
from filon.kernel.registry import Hit
from filon.kernel.search import matching
from filon.partners.kinds import EntityKind
from filon.partners.models import Affiliation, LegalEntity, Relationship
from filon.partners.rules import in_groups
from filon.people.models import User

Choices = list[tuple[str, Any]]


def partners(viewer: User) -> QuerySet[Relationship]:
    """One row for each partner of the viewer's schools; a merged sheet shows under the one that lasts."""
    followed = Relationship.objects.visible_to(viewer).filter(entity__merged_into__isnull=True)
    return followed.select_related("entity", "owner")


PARTNERS = Rows(partners)


def partner_search(queryset: QuerySet[Relationship], words: str) -> QuerySet[Relationship]:
    """By name even misspelt, by city, sector or note, by SIREN with or without spaces."""
    digits = "".join(words.split())
    if digits.isdecimal():
        return queryset.filter(entity__siren__startswith=digits)
    return matching(queryset, words, names=["entity__name"], text=["entity__sector", "entity__city", "notes"])


def filter_choices(viewer: User) -> dict[str, Choices]:
    """What the partners of a viewer offer to filter by (`tag`, `department`, `owner`), read in one query."""
    offered: dict[str, Choices] = {"tag": [("", _("All"))], "department": [("", _("All"))], "owner": [("", _("All"))]}
    for key, value, label in _OFFERED(viewer):
        offered[key].append((value, label))
    return offered


def _all_offered(reader: Any) -> QuerySet[Any, Any]:
    own = Relationship.objects.visible_to(reader).order_by()
    tags = _offered(own.annotate(value=Func(F("tags"), function="unnest", output_field=CharField())), "tag", F("value"), F("value"))
    departments = _offered(own.exclude(entity__department=""), "department", F("entity__department"), F("entity__department"))
    owners = _offered(own.exclude(owner=None), "owner", Cast("owner__uuid", CharField()), F("owner__name"))
    return tags.union(departments, owners).order_by("choice_label")


_OFFERED = Prepared(_all_offered)


def _offered(queryset: QuerySet[Relationship], key: str, value: Any, label: Any) -> QuerySet[Any]:
    named = queryset.annotate(choice_key=Value(key), choice_value=Cast(value, CharField()), choice_label=Cast(label, CharField()))
    return named.values_list("choice_key", "choice_value", "choice_label").distinct()


def partner_list(viewer: User) -> Definition[Relationship]:
    """Columns are those of the export; the page shows some of them together."""
    offered = filter_choices(viewer)
    return Definition(
        page="partners:list",
        columns=COLUMNS,
        order=("entity__name",),
        filters=(
            Filter("kind", gettext_lazy("What it is"), _by_kind, _kind_choices),
            Filter("tag", gettext_lazy("Tag"), lambda found, tag: found.filter(tags__contains=[tag]), lambda: offered["tag"]),
            Filter("owner", gettext_lazy("Looked after by"), _by_owner, lambda: offered["owner"]),
            Filter("department", gettext_lazy("Department"), _by_department, lambda: offered["department"]),
        ),
        search=partner_search,
    )


COLUMNS: tuple[Column[Relationship], ...] = (
    Column("name", gettext_lazy("Partner"), lambda row: row.entity.name, sort=("entity__name",)),
    Column("kind", gettext_lazy("What it is"), lambda row: row.entity.get_kind_display(), sort=("entity__kind", "entity__name")),
    Column("siren", gettext_lazy("SIREN"), lambda row: in_groups(row.entity.siren or ""), spare=True),
    Column("sector", gettext_lazy("Sector"), lambda row: row.entity.sector, spare=True),
    Column("city", gettext_lazy("City"), lambda row: row.entity.city, sort=("entity__city", "entity__name")),
    Column("department", gettext_lazy("Department"), lambda row: row.entity.department),
    Column("tags", gettext_lazy("Tags"), lambda row: ", ".join(row.tags)),
    Column("since", gettext_lazy("Since"), lambda row: row.since, sort=("since",), spare=True),
    Column("owner", gettext_lazy("Looked after by"), lambda row: row.owner.name if row.owner else "", sort=("owner__name", "entity__name")),
)


def _by_kind(found: QuerySet[Relationship], kind: str) -> QuerySet[Relationship]:
    return found.filter(entity__kind=EntityKind(kind))


def _by_owner(found: QuerySet[Relationship], owner_id: str) -> QuerySet[Relationship]:
    return found.filter(owner__uuid=UUID(owner_id))


def _by_department(found: QuerySet[Relationship], department: str) -> QuerySet[Relationship]:
    return found.filter(entity__department=department)


def _kind_choices() -> Sequence[tuple[str, Any]]:
    return [("", _("All")), *EntityKind.choices]


def partner_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """Organisations for the search box, by name or SIREN."""
    digits = "".join(words.split())
    by_siren, by_name = _entities_found(limit)
    found = by_siren(viewer, digits=digits) if digits.isdecimal() else by_name(viewer, words=words)
    return [Hit(name, address("partners:detail", uuid), _context(kind, city)) for uuid, name, kind, city in found]


@cache
def _entities_found(limit: int) -> tuple[Prepared, Prepared]:
    """By SIREN, and by name."""

    def seen(reader: Any) -> QuerySet[LegalEntity]:
        return LegalEntity.objects.visible_to(reader).filter(merged_into__isnull=True)

    def shown(found: QuerySet[LegalEntity]) -> QuerySet[Any, Any]:
        return found.values_list("uuid", "name", "kind", "city")[:limit]

    by_siren = Prepared(lambda reader: shown(seen(reader).filter(siren__startswith=Given(CharField(), "digits"))))
    return by_siren, Prepared(lambda reader: shown(matching(seen(reader), Given(CharField(), "words"), names=["name"])))


def contact_hits(viewer: User, words: str, limit: int) -> list[Hit]:
    """People of partners for the search box, by name; each leads to the organisation she acts for."""
    found = _people_found(limit)(viewer, words=words)
    return [Hit(name, address("partners:detail", uuid) + "#people", f"{function}, {entity}") for name, function, uuid, entity in found]


@cache
def _people_found(limit: int) -> Prepared:
    def best(reader: Any) -> QuerySet[Any, Any]:
        found = matching(Affiliation.objects.visible_to(reader), Given(CharField(), "words"), names=["contact__name"])
        return found.values_list("contact__name", "function", "entity__uuid", "entity__name")[:limit]

    return Prepared(best)


def _context(kind: str, city: str) -> str:
    return ", ".join(part for part in (str(EntityKind(kind).label), city) if part)
