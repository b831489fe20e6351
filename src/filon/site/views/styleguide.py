"""The living style sheet: every component, drawn by the macros that the pages use, on invented data of a fixed day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from filon.engines.balance import Commitment, Delivery, DeliveryState, Item, Ledger, Party, Term, Version, balance
from filon.engines.balance.picture import mini, picture, term_bar
from filon.kernel.pages import page

START, END, TODAY = date(2022, 3, 3), date(2025, 3, 3), date(2024, 10, 14)
NOTICE = date(2024, 12, 3)
KNOWN = datetime(2022, 3, 3, tzinfo=UTC)
SCHOOL, FOUNDATION, COMPANY = 1, 2, 3


class SampleForm(forms.Form):
    """One field of each kind; the amount is wrong on purpose."""

    title = forms.CharField(label=gettext_lazy("Purpose"), help_text=gettext_lazy("A sentence that the other party will read too"))
    amount = forms.DecimalField(label=gettext_lazy("Amount"), help_text=gettext_lazy("In euros"), localize=True)
    party = forms.ChoiceField(
        label=gettext_lazy("Party"), choices=[("school", gettext_lazy("School")), ("company", gettext_lazy("Company"))]
    )
    day = forms.DateField(label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    answer = forms.CharField(label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Counted in"),
        choices=[("eur", gettext_lazy("euros")), ("unit", gettext_lazy("units"))],
        widget=forms.RadioSelect,
    )
    counterpart = forms.BooleanField(label=gettext_lazy("Counterpart"), required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page /style."""
    told = balance(sample_ledger(), as_of=TODAY, known_at=datetime(2024, 10, 14, 12, tzinfo=UTC))
    ours = {SCHOOL, FOUNDATION}
    context: dict[str, Any] = {
        "form": sample_form(),
        "picture": picture(told, ours=ours, start=START, end=END),
        "mini": mini(told, ours=ours),
        "term": term_bar(start=START, end=END, today=TODAY, notice=NOTICE),
        "start": START,
        "end": END,
        "notice": NOTICE,
        "amended": date(2023, 9, 1),
        "late_day": date(2024, 7, 15),
        "pages": Paginator(range(312), 25).page(2),
    }
    return page(request, "styleguide.html", context)


def sample_form() -> SampleForm:
    """A form that was refused: letters in the amount."""
    form = SampleForm({"title": _("Day of reflection"), "amount": "12,5O", "party": "school", "day": "2024-10-14", "unit": "eur"})
    form.full_clean()
    return form


def sample_ledger() -> Ledger:
    """An invented agreement of three parties, with one of each state."""
    every_month = [date(START.year + (month + 2) // 12, (month + 2) % 12 + 1, 20) for month in range(36)]
    half_years = [date(2022, 4, 15), date(2022, 10, 18), date(2023, 4, 18), date(2023, 10, 17), date(2024, 4, 16), date(2024, 10, 15)]
    lines = [
        _line(1, SCHOOL, _("Meetings with students"), 80_000, _days(2022, 4, 12, step=90), kept=9, contested=1),
        _line(2, SCHOOL, _("Days of reflection"), 240_000, _days(2022, 6, 6, step=190), kept=4),
        _line(3, SCHOOL, _("Stand at the forum"), 60_000, [date(2022, 11, 15), date(2023, 11, 15), date(2024, 11, 14)], kept=2),
        _line(
            4, SCHOOL, _("Name on the wall"), 200_000, [date(2023, 3, 3), date(2024, 3, 3), date(2025, 3, 3)], kept=2, is_continuous=True
        ),
        _line(5, FOUNDATION, _("Tax receipts"), None, [*_days(2022, 5, 4, step=180), None], kept=4),
        _line(6, COMPANY, _("Half-yearly payments"), 100, half_years, kept=5, unit="eur", each=40_000),
        _line(7, COMPANY, _("Hours of advice"), 12_000, every_month, kept=29),
        _line(8, COMPANY, _("Visits of the plant"), 90_000, _days(2022, 6, 4, step=250), kept=3),
    ]
    parties = (Party(SCHOOL, _("School")), Party(FOUNDATION, _("Foundation")), Party(COMPANY, _("Company")))
    return Ledger(
        parties=parties,
        versions=(Version(1, START, KNOWN),),
        renewals=(),
        commitments=tuple(commitment for commitment, _items, _deliveries in lines),
        items=tuple(item for _commitment, items, _deliveries in lines for item in items),
        waivers=(),
        deliveries=tuple(delivery for _commitment, _items, deliveries in lines for delivery in deliveries),
        ends=END,
    )


def _days(year: int, month: int, count: int, *, step: int) -> list[date]:
    first = date(year, month, 1).toordinal()
    return [date.fromordinal(first + step * place) for place in range(count)]


Line = tuple[Commitment, tuple[Item, ...], tuple[Delivery, ...]]


def _line(
    number: int,
    debtor: int,
    what: str,
    value_cents: int | None,
    dues: Iterable[date | None],
    *,
    kept: int,
    contested: int = 0,
    unit: str = "unit",
    each: int = 1,
    is_continuous: bool = False,
) -> Line:
    """A commitment whose first `kept` items were delivered on their day, the `contested` next ones declared and disputed."""
    term = Term(1, what, unit, Decimal(each), value_cents, is_continuous)
    commitment = Commitment(
        number, number, debtor, COMPANY if debtor != COMPANY else SCHOOL, is_counterpart=debtor != COMPANY, terms=(term,)
    )
    items = tuple(Item(f"{number}-{place}", number, due, Decimal(each), value_cents, 1) for place, due in enumerate(dues))
    deliveries = tuple(
        Delivery(
            f"{number}-{place}-d",
            number,
            item.id,
            item.due or START,
            Decimal(each),
            ((DeliveryState.ACCEPTED if place < kept else DeliveryState.CONTESTED, KNOWN),),
        )
        for place, item in enumerate(items[: kept + contested])
    )
    return commitment, items, deliveries
