from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from filon.kernel import formats


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        (lambda: formats.day(date(2022, 3, 3)), "3\u00a0mars 2022", "3\u00a0March 2022"),
        (lambda: formats.day(date(2022, 3, 1)), "1ᵉʳ\u00a0mars 2022", "1\u00a0March 2022"),
        (lambda: formats.day(None), "", ""),
        (lambda: formats.day(datetime(2022, 3, 3, 23, 30, tzinfo=UTC)), "4\u00a0mars 2022", "4\u00a0March 2022"),
        (
            lambda: formats.moment(datetime(2022, 3, 3, 10, 5, tzinfo=UTC)),
            "3\u00a0mars 2022 à\u00a011\u00a0h\u00a005",
            "3\u00a0March 2022 at\u00a011:05",
        ),
        (lambda: formats.day_short(date(2025, 11, 3)), "3\u00a0nov.\u00a02025", "3\u00a0Nov\u00a02025"),
        (lambda: formats.weekday_day(date(2025, 3, 3)), "lundi 3\u00a0mars", "Monday 3\u00a0March"),
        (lambda: formats.euros(123456), "1\u202f234,56\u00a0€", "€1,234.56"),
        (lambda: formats.euros(123400), "1\u202f234\u00a0€", "€1,234"),
        (lambda: formats.euros(-50), "−0,50\u00a0€", "−€0.50"),
        (lambda: formats.euros(None), "", ""),
        (lambda: formats.amount(Decimal("1234.5"), "eur"), "1\u202f234,50\u00a0€", "€1,234.50"),
        (lambda: formats.amount(Decimal("1234.5"), "day"), "1\u202f234,5", "1,234.5"),
        (lambda: formats.number(Decimal("1234.50")), "1\u202f234,5", "1,234.5"),
        (lambda: formats.number(1000), "1\u202f000", "1,000"),
        (lambda: formats.opening("événement tenu par l’ENSM"), "Événement tenu par l’ENSM", "Événement tenu par l’ENSM"),
        (lambda: formats.opening(""), "", ""),
        (lambda: formats.percent(0.425), "43\u00a0%", "43%"),
    ],
)
def test_format_follows_the_language(written, french: str, english: str) -> None:
    with translation.override("fr"):
        in_french = written()
    with translation.override("en"):
        in_english = written()

    assert (in_french, in_english) == (french, english)
