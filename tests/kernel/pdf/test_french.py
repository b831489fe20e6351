"""Spaces as French prints them."""

import pytest

from filon.kernel.pdf.french import spaced


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Objet : un ; deux !", "Objet\u00a0: un\u00a0; deux\u00a0!"),
        ("« mot » et 12 %", "«\u00a0mot\u00a0» et 12\u00a0%"),
        ("30 000 €", "30 000\u00a0€"),
        ("voir :nom", "voir :nom"),
        ("https://a.b/?c", "https://a.b/?c"),
    ],
)
def test_spaces_before_high_signs_do_not_break(typed: str, printed: str) -> None:
    assert spaced(typed) == printed


def test_values_keep_their_shape() -> None:
    assert spaced({"a b :": ["x :", {"n": 1, "t": (True, None)}]}) == {"a b :": ["x\u00a0:", {"n": 1, "t": [True, None]}]}
