"""The books of the story: the fund sheltered by the foundation and the school's own account, what they pay for, who issues receipts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from filon.giving.inputs import Address, IssuerInput
from filon.giving.kinds import IssuerKind
from filon.giving.services import donors
from filon.kernel.clock import told_on
from filon.ledger.inputs import FeeRuleInput, ProgrammeInput
from filon.ledger.kinds import BorneBy
from filon.ledger.models import Programme
from filon.ledger.services.funds import fee_rule_write, fund_serve, programme_add
from filon.partners.models import Fund, LegalEntity
from filon.partners.services.entities import school_entity
from filon.people.models import User
from filon.site.demo.money import FUND_IBAN, Till, invented_iban, till
from filon.site.demo.stage import LONG_AGO

if TYPE_CHECKING:
    from filon.site.demo.twin import Cast

ALL, UNDERGROUND, MICROSCOPE = "all", "underground", "microscope"


@dataclass
class Books:
    """Both accounts, and the programmes by a short name."""

    fund: Till
    school: Till
    sheltered: Fund
    programmes: dict[str, Programme]

    @property
    def keeper(self) -> User:
        """The foundation's officer."""
        return self.fund.keeper


def opened(cast: Cast) -> Books:
    """Long ago: the fund serves the school, the umbrella takes five per cent, both may issue receipts."""
    fund, keeper = cast.partners["fund"], cast.partners["foundation"].person
    if fund.fund is None or keeper is None:
        raise LookupError("the fund and its officer come first")
    with told_on(LONG_AGO):
        return _opened(cast, fund.entity, fund.fund, keeper)


def _opened(cast: Cast, umbrella: LegalEntity, fund: Fund, keeper: User) -> Books:
    school = school_entity(cast.host.pk)
    fund_serve(by=cast.officer, fund_id=fund.uuid, host_id=cast.host.pk, start=LONG_AGO)
    fee_rule_write(
        by=keeper,
        rule=FeeRuleInput(
            fund_id=fund.uuid, valid_from=LONG_AGO, percent_bp=500, borne_by=BorneBy.GIFT, source="Convention du fonds, article 7 (dém.)"
        ),
    )
    _issue(keeper, umbrella)
    _issue(cast.officer, school)
    return Books(
        till(keeper, umbrella, iban=FUND_IBAN, label="Compte du fonds"),
        till(cast.officer, school, iban=invented_iban(1), label="Compte de l’école"),
        fund,
        _programmes(cast, fund),
    )


def _issue(by: User, entity: LegalEntity) -> None:
    """What its receipts say of it."""
    is_school = entity.host_id is not None
    given = IssuerInput(
        kind=IssuerKind.HIGHER_EDUCATION if is_school else IssuerKind.PUBLIC_UTILITY,
        object_fr="Former des ingénieurs et mener des recherches" if is_school else "Soutenir l’enseignement supérieur et ses élèves",
        address=Address("1 quai du Pont-Vieux", "30100", "Alès") if is_school else Address("4 rue des Savoirs", "34000", "Montpellier"),
        signatory_name="Hélène Marchetti" if is_school else "Odile Brunet",
        signatory_function="directrice" if is_school else "présidente",
        start=LONG_AGO,
        rna="W302000000" if is_school else "W343000000",
    )
    donors.issuer_declare(by=by, entity_id=entity.uuid, issuer=given)


def _programmes(cast: Cast, fund: Fund) -> dict[str, Programme]:
    """Every programme; the department of the underground, and the microscope its students asked for."""

    def added(name_fr: str, name_en: str, purpose_fr: str, *, is_department: bool = False, parent_id: UUID | None = None) -> Programme:
        given = ProgrammeInput(
            host_id=cast.host.pk,
            fund_id=fund.uuid,
            name_fr=name_fr,
            name_en=name_en,
            purpose_fr=purpose_fr,
            is_department=is_department,
            parent_id=parent_id,
        )
        return programme_add(by=cast.officer, programme=given)

    department = added(
        "Département Sous-sol et ressources", "Underground and resources department", "Le département du sous-sol.", is_department=True
    )
    return {
        ALL: added("Tous programmes", "All programmes", "Bourses, mobilité, vie des élèves."),
        UNDERGROUND: department,
        MICROSCOPE: added("Plateau de microscopie", "Microscopy room", "Voir la roche en lame mince.", parent_id=department.uuid),
    }


def year_before(today: dt.date) -> tuple[dt.date, dt.date]:
    """The calendar year that is over."""
    return dt.date(today.year - 1, 1, 1), dt.date(today.year, 1, 1)
