"""What people decide about money that is there: allocate, reallocate, spend, refund, set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from filon.facts.models import Fact
from filon.kernel import clock
from filon.kernel.models import AppendOnly, Noted, Record, StoredFile
from filon.ledger.kinds import MovementKind
from filon.ledger.models.bank import BankLine
from filon.ledger.models.fund import Programme
from filon.ledger.models.matching import Match
from filon.ledger.models.posting import Posting
from filon.ledger.models.scope import kept, served
from filon.partners.models import Fund, LegalEntity
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User

MOVEMENT = "ledger.movement"


class MovementQuerySet(models.QuerySet["Movement"]):
    def standing(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(~Exists(Posting.objects.filter(cause_type=MOVEMENT, cause_uuid=OuterRef("uuid"), reverses__isnull=False)))

    def visible_to(self, viewer: User) -> Self:
        asides = Q(kind=MovementKind.SET_ASIDE)
        return self.filter(kept(viewer, entity="entity") | (served(viewer) & ~asides))


class Movement(Noted, AppendOnly, Record):
    """A decision and its reason. Its euros are in the posting that it caused; taking it back reverses that posting.

    ``programme``: where the money goes (allocate, reallocate) or comes from (spend, refund); ``from_programme``: where it comes from when
    it is reallocated. ``line``: the bank line whose money is set aside, or given back before it was identified; ``paid_by``: the line by
    which the bank saw it leave. ``match``: the gift that is refunded. ``fact``: what was made possible.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=MovementKind)
    entity = models.ForeignKey(LegalEntity, models.PROTECT, related_name="movements", verbose_name=_("books of"))
    host = models.ForeignKey(Host, models.PROTECT, related_name="movements", verbose_name=_("school"))
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("fund"))
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("programme"))
    from_programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="movements_away", verbose_name=_("from the programme")
    )
    earmark = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given for"))
    line = models.ForeignKey(BankLine, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name=_("bank line"))
    paid_by = models.ForeignKey(BankLine, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("paid by"))
    match = models.ForeignKey(Match, models.PROTECT, null=True, blank=True, related_name="refunds", verbose_name=_("gift refunded"))
    fact = models.ForeignKey(Fact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what it made possible"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof"))
    on = models.DateField(_("day"))
    amount_cents = models.BigIntegerField(_("amount"))
    words = models.CharField(_("what for, in words"), max_length=300)
    made_at = models.DateTimeField(_("decided"), default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement of money")
        verbose_name_plural = _("movements of money")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="movement_positive"),
            models.CheckConstraint(
                condition=~Q(kind__in=["allocate", "reallocate"]) | Q(programme__isnull=False), name="movement_goes_to_a_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
