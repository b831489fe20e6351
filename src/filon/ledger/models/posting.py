"""The ledger itself: postings whose entries make zero, added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record
from filon.ledger.kinds import Account
from filon.ledger.models.fund import Programme
from filon.ledger.models.scope import kept, served
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

BANK_LINE = "ledger.bankline"


class PostingQuerySet(models.QuerySet["Posting"]):
    def visible_to(self, viewer: User) -> Self:
        """What a bank line brought is seen by those who keep the books; what became of it, by the school it serves too."""
        return self.filter(kept(viewer, entity="entity") | (served(viewer) & ~Q(cause_type=BANK_LINE)))


class Posting(Noted, AppendOnly, Record):
    """One thing that happened to money, in the books of a legal entity, for a school. ``cause_type`` (`app_label.model`) and ``cause_uuid``
    name what it came from. A reversal names what it takes back, once, and has the same cause."""

    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="postings", verbose_name=_("books of"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="postings", verbose_name=_("school"))
    on = models.DateField(_("day"))
    cause_type = models.CharField(_("cause"), max_length=60)
    cause_uuid = models.UUIDField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses"))
    written_at = models.DateTimeField(_("written"), default=clock.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["cause_type", "cause_uuid"], condition=Q(reverses__isnull=True), name="posting_once_a_cause"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="posting_not_its_own_reversal"),
        ]
        indexes = [
            models.Index(fields=["entity", "on", "id"], name="posting_by_day"),
            models.Index(fields=["cause_uuid"], condition=Q(reverses__isnull=False), name="posting_taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.cause_type}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: User) -> Self:
        return self.filter(posting__in=Posting.objects.visible_to(viewer))


class Entry(Noted, AppendOnly, models.Model):
    """So many cents more (or fewer) in an account. ``earmark``: the programme this money was given for, None: all of them; it follows the
    money wherever it goes. The books of an entry are those of its posting, said again for the sums."""

    id = models.BigAutoField(primary_key=True)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries", verbose_name=_("posting"))
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="+", db_index=False, verbose_name=_("books of"))
    account = models.CharField(_("account"), max_length=12, choices=Account)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("fund"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="entries", db_index=False, verbose_name=_("programme")
    )
    earmark = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("given for")
    )
    amount_cents = models.BigIntegerField(_("amount"))
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_cents=0), name="entry_not_zero"),
            models.CheckConstraint(condition=~Q(account=Account.PROGRAMME) | Q(programme__isnull=False), name="entry_programme_is_named"),
        ]
        indexes = [
            models.Index(fields=["entity", "account", "fund", "programme", "earmark"], include=["amount_cents"], name="entry_sums"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_cents}"
