"""Signs that no paper carries are found with their place."""

import pytest

from filon.kernel.pdf import signs


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\u202e", "\u2066", "\ue000", "\ud800", "\x7f"])
def test_first_unprintable_is_told_with_its_place(sign: str) -> None:
    values = {"title": "é\n\t", "articles": [{"text": "a"}, {"text": f"b{sign}"}]}

    assert signs.first_unprintable(values) == (sign, "articles.2.text")


def test_first_unprintable_lets_every_writing_pass() -> None:
    assert signs.first_unprintable({"text": "Łódź, Αθήνα, Київ, 1ᵉʳ, « été », 30 000 €, שלום, \u200f"}) is None


@pytest.mark.parametrize(("sign", "name"), [("\x07", "U+0007"), ("漢", "漢 (U+6F22)"), ("\ud800", "U+D800")])
def test_name_of_shows_what_can_be_shown(sign: str, name: str) -> None:
    assert signs.name_of(sign) == name


def test_place_of_a_text_is_where_it_stands_first() -> None:
    assert signs.place_of({"a": ["x", {"b": "yz"}]}, "z") == "a.2.b"
    assert signs.place_of({"a": "x"}, "z") == ""
