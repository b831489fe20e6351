"""What the bank says: accounts, statements and their lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Abs, Coalesce
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.addresses import address
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.kernel.search import folded
from filon.ledger.kinds import StatementFormat
from filon.ledger.models.scope import kept
from filon.partners.models import LegalEntity
from filon.people.models import Host
from filon.people.roles import READING

if TYPE_CHECKING:
    from filon.people.models import User


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(kept(viewer, entity="entity"))


class BankAccount(Record):
    """An account on which a legal entity receives. ``host``: the school itself, or the one through which an umbrella opened it here;
    of an umbrella's account that school sees nothing but what is matched to what it expects."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="bank_accounts", verbose_name=_("legal entity"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="bank_accounts", verbose_name=_("school"))
    iban = models.CharField(_("IBAN"), max_length=34)
    label = models.CharField(_("name"), max_length=120)
    csv_mapping = models.JSONField(_("columns of its CSV files"), null=True, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.UniqueConstraint(fields=["entity", "iban"], name="bank_account_iban_once"),
            models.CheckConstraint(condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"), name="bank_account_iban_form"),
        ]

    def __str__(self) -> str:
        return self.label


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(account__in=BankAccount.objects.visible_to(viewer))


class Statement(Noted, AppendOnly, Record):
    """A file of the bank as it was imported: the same content is taken once. ``lines_known``: lines that another statement brought."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statements", verbose_name=_("bank account"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField(max_length=64)
    format = models.CharField(_("format"), max_length=8, choices=StatementFormat)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    lines_new = models.PositiveIntegerField(_("new lines"))
    lines_known = models.PositiveIntegerField(_("lines known already"))
    imported_at = models.DateTimeField(_("imported"), default=clock.now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by"))
    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.UniqueConstraint(fields=["account", "sha256"], name="statement_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="statement_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.start}"

    @property
    def last_day(self) -> dt.date:
        """The last day of its lines; ``end`` is the day after."""
        return self.end - dt.timedelta(days=1)


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def visible_to(self, viewer: User) -> Self:
        """Whole for those who keep the books; a school an umbrella serves sees a line that was matched to what it expects, and to nothing
        that another school does."""
        from filon.ledger.models.matching import Match  # noqa: PLC0415  a match names a line

        live = Match.objects.live().filter(line=OuterRef("pk"))
        ours = live.filter(receivable__host_id__in=viewer.standing.hosts_where(READING))
        others = live.exclude(receivable__host_id__in=viewer.standing.hosts_where(READING))
        return self.filter(kept(viewer, entity="account__entity", host="account__host") | (Q(Exists(ours)) & ~Q(Exists(others))))

    def with_sums(self) -> Self:
        """`matched_cents`, `named_cents` (set aside, given back or explained) and `left_cents` of each: what is still to identify of money
        that came in, to explain of money that left."""
        from filon.ledger.models.matching import Match  # noqa: PLC0415  a match names a line
        from filon.ledger.models.movement import Movement  # noqa: PLC0415  so does a movement

        summed = self.annotate(
            matched_cents=_sum(Match.objects.live(), "line"),
            named_cents=_sum(Movement.objects.standing(), "line") + _sum(Movement.objects.standing(), "paid_by"),
        )
        return summed.annotate(left_cents=Abs("amount_cents") - F("matched_cents") - F("named_cents"))


def _sum(rows: models.QuerySet[Any], path: str) -> Coalesce:
    """What the rows that name a line make."""
    of_line = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(sum=Sum("amount_cents")).values("sum")
    return Coalesce(Subquery(of_line), 0, output_field=models.BigIntegerField())


class BankLine(Noted, AppendOnly, Record):
    """A movement of the account: more than zero comes in, less than zero leaves. ``line_key`` comes from the bank's own reference, or from
    what the line says and its place among equal ones, so that a statement read twice brings nothing new.

    The payer is whoever paid: neither the donor (of the receivable) nor the partner who is thanked. What names persons is not noted, so
    that it can be erased; the file keeps it as long as the law asks.
    """

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="lines", db_index=False, verbose_name=_("bank account"))
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines", verbose_name=_("bank statement"))
    line_key = models.CharField(max_length=64)
    booked_on = models.DateField(_("booked on"))
    credited_on = models.DateField(_("value date"))
    amount_cents = models.BigIntegerField(_("amount"))
    payer_name = models.CharField(_("payer"), max_length=140, blank=True)
    payer_iban = models.CharField(_("IBAN of the payer"), max_length=34, blank=True)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    label = models.CharField(_("wording"), max_length=400, blank=True)
    #: Annotated by `with_sums`.
    matched_cents: int
    named_cents: int
    left_cents: int
    may_change = ("payer_name", "payer_iban", "reference", "label")
    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        constraints = [
            models.UniqueConstraint(fields=["account", "line_key"], name="bank_line_once"),
            models.CheckConstraint(condition=~Q(amount_cents=0), name="bank_line_not_zero"),
        ]
        indexes = [
            models.Index(fields=["booked_on", "id"], name="bank_line_by_day"),
            GinIndex(OpClass(folded("payer_name"), name="gin_trgm_ops"), name="bank_line_payer_folded"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_cents}"

    def get_absolute_url(self) -> str:
        return address("ledger:line", self.uuid)
