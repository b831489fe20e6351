"""What is always true of gifts, proved again by `filon verify`; the numbers are those of the list of invariants in decision 0052."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from filon.agreements.units import Nature
from filon.engines.tax import receipts
from filon.giving.kinds import DeclarationPart
from filon.giving.models import (
    AnnualDeclaration,
    Attribution,
    Gift,
    GiftWithdrawal,
    Instalment,
    Pledge,
    PledgeTerm,
    ReceiptCancellation,
    ReceiptContent,
    TaxReceipt,
    TaxReceiptLine,
    Waive,
)
from filon.giving.queries.counterparts import meters_of
from filon.giving.queries.declaring import declaration_digest
from filon.giving.queries.receipt_content import digest_of
from filon.kernel import formats
from filon.kernel.registry import InvariantResult
from filon.ledger.kinds import MovementKind
from filon.ledger.models import Match, Movement, Unmatch

LEFT = ("pk", "net_cents")
"""A gift and what is left of it."""


def instalments_make_the_total(_keys: object = None) -> InvariantResult:
    """No. 4: what the instalments of a pledge count for is the total of its last terms."""
    last = PledgeTerm.objects.order_by("pledge_id", "-version__number").distinct("pledge_id").values_list("pledge", "total_cents")
    totals = dict(last)
    made: dict[int, int] = defaultdict(int)
    for pledge, amount, kept in Instalment.objects.order_by().values_list("pledge", "amount_cents", "kept_cents").iterator():
        made[pledge] += amount if kept is None else kept
    names = dict(Pledge.objects.values_list("pk", "agreement__reference"))
    sentence = _("%(reference)s: the instalments make %(made)s, the pledge is %(total)s")
    wrong = [key for key in names if made.get(key, 0) != totals.get(key)]
    return InvariantResult(
        len(names),
        [
            sentence % {"reference": names[key], "made": formats.euros(made.get(key, 0)), "total": formats.euros(totals.get(key, 0))}
            for key in wrong
        ],
    )


def settled_instalments_survive(_keys: object = None) -> InvariantResult:
    """No. 4: an amendment replaces only what is not settled: what a replaced instalment keeps is what was paid and given up of it."""
    retired = Instalment.objects.filter(retired_by__isnull=False)
    paid = dict(
        Match.objects.live()
        .filter(receivable__instalment__retired_by__isnull=False)
        .order_by()
        .values_list("receivable__instalment")
        .annotate(sum=Sum("amount_cents"))
    )
    refunds = Movement.objects.standing().filter(kind=MovementKind.REFUND, match__receivable__instalment__retired_by__isnull=False)
    back = dict(refunds.order_by().values_list("match__receivable__instalment").annotate(sum=Sum("amount_cents")))
    waived = dict(
        Waive.objects.filter(instalment__retired_by__isnull=False).order_by().values_list("instalment").annotate(sum=Sum("amount_cents"))
    )
    rows = list(retired.values_list("pk", "kept_cents", "pledge__agreement__reference", "number"))
    sentence = _("%(reference)s, instalment %(number)s: it keeps another amount than what was paid and given up of it")
    settled = {row[0]: paid.get(row[0], 0) + waived.get(row[0], 0) for row in rows}
    wrong = [row for row in rows if not settled[row[0]] - back.get(row[0], 0) <= row[1] <= settled[row[0]]]
    return InvariantResult(len(rows), [sentence % {"reference": row[2], "number": row[3]} for row in wrong])


def gift_is_paid(_keys: object = None) -> InvariantResult:
    """No. 6: a gift is the whole of one match, of a mécénat line, received by the beneficiary; or what its donor stated in kind."""
    gifts = Gift.objects.order_by("pk")
    of_match = Q(match__isnull=True) | Q(amount_cents=F("match__amount_cents"), beneficiary=F("match__receivable__creditor"))
    of_kind = Q(in_kind__isnull=True) | Q(amount_cents=F("in_kind__value_cents"))
    wrong = list(gifts.exclude(of_match & of_kind).values_list("uuid", flat=True))
    other = PledgeTerm.objects.filter(line__isnull=False).exclude(line__nature=Nature.GIVING).values("pledge")
    wrong += gifts.filter(pledge__in=other).values_list("uuid", flat=True)
    return InvariantResult(gifts.count(), [_("the gift %(gift)s is not what was matched or stated") % {"gift": uuid} for uuid in wrong])


def receipt_is_its_gifts(_keys: object = None) -> InvariantResult:
    """No. 6: a receipt's amount is that of its lines, each at most what is left of a gift that holds, of its own donor and issuer."""
    receipts_of = TaxReceipt.objects.annotate(sum=Sum("lines__amount_cents")).exclude(sum=F("amount_cents"))
    wrong = [_named(one, _("its lines make another amount")) for one in receipts_of]
    lines = TaxReceiptLine.objects.filter(is_live=True).select_related("receipt__issuer").order_by("pk")
    astray = lines.exclude(gift__beneficiary=F("receipt__issuer"), gift__donor=F("receipt__donor"), gift_date=F("gift__gift_date"))
    wrong += [_named(line.receipt, _("a gift is another donor’s, another issuer’s or of another day")) for line in astray]
    undone = Unmatch.objects.filter(match__gift=OuterRef("gift"))
    back = GiftWithdrawal.objects.filter(gift=OuterRef("gift"))
    wrong += [_named(line.receipt, _("a gift no longer holds")) for line in lines.filter(Exists(undone) | Exists(back))]
    left = dict(Gift.objects.with_refunds().filter(receipt_lines__is_live=True).values_list(*LEFT))
    wrong += [
        _named(line.receipt, _("it bears more than what is left of a gift")) for line in lines if line.amount_cents > left[line.gift_id]
    ]
    return InvariantResult(TaxReceipt.objects.count(), wrong)


def _named(receipt: TaxReceipt, words: str) -> str:
    return f"{receipt.issuer.name} {receipt.reference}: {words}"


def gift_on_one_live_receipt(_keys: object = None) -> InvariantResult:
    """No. 6: a line is live exactly while its receipt is not cancelled, and no gift has two live lines."""
    cancelled = ReceiptCancellation.objects.filter(receipt=OuterRef("receipt"))
    lines = TaxReceiptLine.objects.select_related("receipt__issuer").annotate(is_cancelled=Exists(cancelled)).order_by("pk")
    wrong = [_named(line.receipt, _("a line does not follow the state of its receipt")) for line in lines.filter(is_live=F("is_cancelled"))]
    twice = TaxReceiptLine.objects.annotate(is_cancelled=Exists(cancelled)).filter(is_cancelled=False).values("gift")
    doubled = twice.annotate(count=Sum(1)).filter(count__gt=1).order_by()
    uuids = Gift.objects.filter(pk__in=[row["gift"] for row in doubled]).values_list("uuid", flat=True)
    wrong += [_("the gift %(gift)s is on two live receipts") % {"gift": uuid} for uuid in uuids]
    return InvariantResult(lines.count(), wrong)


def receipt_numbers_dense(_keys: object = None) -> InvariantResult:
    """No. 7: the numbers of an issuer and a year are 1 to n; cancelled ones stay."""
    rows = TaxReceipt.objects.order_by("issuer", "year", "number").values_list("issuer__name", "issuer", "year", "number")
    groups = {key: [row[3] for row in own] for key, own in groupby(rows, key=lambda row: row[:3])}
    wrong = [key for key, numbers in groups.items() if numbers != list(range(1, len(numbers) + 1))]
    return InvariantResult(
        len(groups), [_("%(issuer)s %(year)s: a number is missing") % {"issuer": key[0], "year": key[2]} for key in wrong]
    )


def receipt_form_valid(_keys: object = None) -> InvariantResult:
    """No. 7: the form printed was the one in use on the day of issue."""
    known = {(form.number, form.version): form for form in receipts.forms()}
    wrong, count = [], 0
    for receipt in TaxReceipt.objects.select_related("issuer").order_by("pk").iterator():
        count += 1
        form = known.get((receipt.form, receipt.form_version))
        if form is None or receipt.issued_on < form.valid_from or (form.valid_to is not None and receipt.issued_on > form.valid_to):
            wrong.append(_named(receipt, _("its form was not in use on that day")))
    return InvariantResult(count, wrong)


def receipt_content_intact(_keys: object = None) -> InvariantResult:
    """No. 7: what a receipt says is what was issued. Where it was erased, the digest stays and there is nothing to compare."""
    wrong, count = [], 0
    for content in ReceiptContent.objects.select_related("receipt__issuer").order_by("pk").iterator():
        count += 1
        if digest_of(content.text) != content.receipt.digest:
            wrong.append(_named(content.receipt, _("its content is not the one that was issued")))
    return InvariantResult(count, wrong)


def declaration_adds_up(_keys: object = None) -> InvariantResult:
    """No. 8: a frozen declaration is the sum of its list, leads from the ledger to the amount, and left no receipt out as it was frozen."""
    declarations = list(AnnualDeclaration.objects.select_related("issuer").order_by("pk"))
    return InvariantResult(len(declarations), [sentence for one in declarations for sentence in _wrong_in(one)])


def _wrong_in(declaration: AnnualDeclaration) -> Iterator[str]:
    lines = list(declaration.lines.all())
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.part] += line.amount_cents
    name = {"issuer": declaration.issuer.name, "start": formats.day(declaration.start)}
    documents = sum(line.part == DeclarationPart.DOCUMENT for line in lines)
    if (sums[DeclarationPart.AMOUNT], documents) != (declaration.amount_cents, declaration.documents):
        yield _("%(issuer)s, declaration from %(start)s: its list makes another amount or number") % name
    if declaration.ledger_cents + sums[DeclarationPart.DIFFERENCE] != declaration.amount_cents:
        yield _("%(issuer)s, declaration from %(start)s: the differences do not lead from the ledger to the amount") % name
    if declaration_digest(lines) != declaration.digest:
        yield _("%(issuer)s, declaration from %(start)s: its list is not the one that was frozen") % name
    if _known_then(declaration) != (declaration.amount_cents, declaration.documents):
        yield _("%(issuer)s, declaration from %(start)s: a receipt that held then is left out, or one that did not is in") % name


def _known_then(declaration: AnnualDeclaration) -> tuple[int, int]:
    """Amount and number by the receipts as they stood when it was frozen."""
    then = ReceiptCancellation.objects.filter(receipt=OuterRef("pk"), recorded_at__lte=declaration.frozen_at)
    known = TaxReceipt.objects.filter(~Exists(then), issuer=declaration.issuer_id, recorded_at__lte=declaration.frozen_at)
    of = {"gift_date__gte": declaration.start, "gift_date__lt": declaration.end}
    amount = TaxReceiptLine.objects.filter(receipt__in=known, **of).aggregate(sum=Sum("amount_cents"))["sum"]
    issued = known.filter(issued_on__gte=declaration.start, issued_on__lt=declaration.end).count()
    return amount or 0, issued


def counterparts_justified(_keys: object = None) -> InvariantResult:
    """No. 9: no receipt stands on an agreement whose counterparts are above the usage while nobody has said why."""
    agreements = Pledge.objects.order_by("agreement_id").distinct("agreement_id").values_list("agreement", "agreement__reference")
    names: dict[int, str] = dict(agreements)
    receipted = set(
        TaxReceiptLine.objects.filter(is_live=True, gift__pledge__isnull=False).values_list("gift__pledge__agreement", flat=True)
    )
    wrong = [key for key, meter in meters_of(names).items() if key in receipted and meter.needs_justification]
    sentence = _("%(reference)s: counterparts above the usage, receipted and not justified")
    return InvariantResult(len(names), [sentence % {"reference": names[key]} for key in wrong])


def attribution_at_most_whole(_keys: object = None) -> InvariantResult:
    """No. 14: the live shares of an entry, or of a gift, make at most the whole."""
    live = Attribution.objects.filter(ended_at=None).order_by()
    wrong: list[str] = []
    sentence = _("%(owner)s: more than all of it is attributed to outcomes")
    for name in ("gift", "entry"):
        rows = live.filter(**{f"{name}__isnull": False}).values_list(name).annotate(sum=Sum("share")).filter(sum__gt=10_000)
        wrong += [sentence % {"owner": f"{name} {key}"} for key, _sum in rows]
    return InvariantResult(live.count(), wrong)


CASCADING = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
 WHERE contype = 'f' AND confdeltype <> 'a' AND conrelid = ANY(SELECT to_regclass(name) FROM unnest(%s::text[]) AS name)
 ORDER BY 1, 2"""


def nothing_referenced_is_deleted(_keys: object = None) -> InvariantResult:
    """No. 16: no key of giving lets what it refers to be deleted: the code protects, and the database has no cascade."""
    models = list(apps.get_app_config("giving").get_models(include_auto_created=True))
    fields: list[Any] = [field for model in models for field in model._meta.get_fields() if field.many_to_one or field.one_to_one]
    own = [field for field in fields if field.concrete]
    loose = [str(field) for field in own if field.remote_field.on_delete.__name__ != "PROTECT"]
    with connection.cursor() as cursor:
        cursor.execute(CASCADING, [[model._meta.db_table for model in models]])
        loose += [f"{table} {name}" for table, name in cursor.fetchall()]
    return InvariantResult(len(own), [_("%(key)s lets what it refers to be deleted") % {"key": name} for name in loose])
