"""Amounts in words: a table of hard cases, and that every amount reads back as itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from filon.engines.tax import TaxRefused, words

FRENCH = {
    0: "zéro euro",
    1: "un centime",
    2: "deux centimes",
    80: "quatre-vingts centimes",
    81: "quatre-vingt-un centimes",
    99: "quatre-vingt-dix-neuf centimes",
    100: "un euro",
    101: "un euro et un centime",
    171: "un euro et soixante et onze centimes",
    200: "deux euros",
    1_700: "dix-sept euros",
    2_100: "vingt et un euros",
    3_121: "trente et un euros et vingt et un centimes",
    6_100: "soixante et un euros",
    7_000: "soixante-dix euros",
    7_100: "soixante et onze euros",
    7_900: "soixante-dix-neuf euros",
    8_000: "quatre-vingts euros",
    8_100: "quatre-vingt-un euros",
    9_100: "quatre-vingt-onze euros",
    10_000: "cent euros",
    10_100: "cent un euros",
    18_000: "cent quatre-vingts euros",
    20_000: "deux cents euros",
    20_100: "deux cent un euros",
    28_000: "deux cent quatre-vingts euros",
    100_000: "mille euros",
    100_100: "mille un euros",
    110_000: "mille cent euros",
    200_000: "deux mille euros",
    2_100_000: "vingt et un mille euros",
    8_000_000: "quatre-vingt mille euros",
    8_008_000: "quatre-vingt mille quatre-vingts euros",
    20_000_000: "deux cent mille euros",
    20_020_000: "deux cent mille deux cents euros",
    99_999_999: "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf euros et quatre-vingt-dix-neuf centimes",
    100_000_000: "un million d’euros",
    100_000_100: "un million un euros",
    200_000_000: "deux millions d’euros",
    200_000_001: "deux millions d’euros et un centime",
    200_050_000: "deux millions cinq cents euros",
    8_000_000_000: "quatre-vingts millions d’euros",
    20_000_000_000: "deux cents millions d’euros",
    28_000_000_000: "deux cent quatre-vingts millions d’euros",
    100_000_000_000: "un milliard d’euros",
    100_100_000_000: "un milliard un million d’euros",
    100_000_100_000: "un milliard mille euros",
    8_000_080_008_000: "quatre-vingts milliards huit cent mille quatre-vingts euros",
}
ENGLISH = {
    0: "zero euros",
    1: "one cent",
    2: "two cents",
    100: "one euro",
    101: "one euro and one cent",
    1_999: "nineteen euros and ninety-nine cents",
    2_100: "twenty-one euros",
    10_000: "one hundred euros",
    10_100: "one hundred and one euros",
    100_100: "one thousand and one euros",
    110_000: "one thousand one hundred euros",
    200_000_000: "two million euros",
    200_000_100: "two million and one euros",
    100_000_100_000: "one billion one thousand euros",
}
AMOUNTS = st.one_of(
    st.integers(0, 10**6),
    st.integers(0, 10**14 - 1),
    st.builds(int.__mul__, st.integers(0, 999), st.sampled_from([10**n for n in range(12)])),
)


@pytest.mark.parametrize("cents", FRENCH)
def test_french_words_of_a_hard_case(cents: int):
    assert words.euros_fr(cents) == FRENCH[cents]


@pytest.mark.parametrize("cents", ENGLISH)
def test_english_words_of_a_hard_case(cents: int):
    assert words.euros_en(cents) == ENGLISH[cents]


VALUES_FR = (
    {word: value for value, word in enumerate(words.UNITS_FR)} | {"vingt": 20, "vingts": 20} | {w: 10 * t for t, w in words.TENS_FR.items()}
)
VALUES_EN = {word: value for value, word in enumerate(words.UNITS_EN)} | {w: 10 * t for t, w in words.TENS_EN.items()}
SIZES = {"mille": 10**3, "million": 10**6, "milliard": 10**9, "thousand": 10**3, "billion": 10**9}


def number(text: str, values: dict[str, int], hundred: str) -> int:
    """A number read word by word, knowing nothing of how it was written."""
    total = group = 0
    for word in re.split(r"[ -]", text):
        size = SIZES.get(word.removesuffix("s"))
        if word.removesuffix("s") == hundred:
            group = 100 * max(group, 1)
        elif size is not None:
            total, group = total + size * max(group, 1), 0
        elif word in ("vingt", "vingts") and group % 100 == 4:
            group += 76
        elif word not in ("et", "and"):
            group += values[word]
    return total + group


def read_back(text: str, values: dict[str, int], hundred: str, coin: str) -> int:
    """Cents of an amount in words."""
    found = re.fullmatch(rf"(?:(?P<euros>.+?) (?:d’)?euros?)?(?:(?: (?:et|and) )?(?P<cents>.+) {coin}s?)?", text)
    assert found is not None
    return 100 * number(found["euros"] or words.UNITS_FR[0], VALUES_FR | values, hundred) + (
        number(found["cents"], values, hundred) if found["cents"] else 0
    )


@given(AMOUNTS)
@example(10**14 - 1)
def test_french_words_read_back_as_the_amount(cents: int):
    text = words.euros_fr(cents)

    assert read_back(text, VALUES_FR, "cent", "centime") == cents


@given(AMOUNTS)
@example(10**14 - 1)
def test_english_words_read_back_as_the_amount(cents: int):
    text = words.euros_en(cents)

    assert read_back(text, VALUES_EN, "hundred", "cent") == cents


@pytest.mark.parametrize("write", [words.euros_fr, words.euros_en])
def test_words_of_every_small_amount_differ(write):
    texts = {write(cents) for cents in range(250_000)}

    assert len(texts) == 250_000


@given(AMOUNTS)
def test_french_spelling_keeps_its_rules(cents: int):
    text = words.euros_fr(cents)

    assert re.search(r"milles|cents (?!euros|millions?|milliards?)|vingts (?!euros|centimes|millions?|milliards?)| {2}", text) is None
    assert re.search(r"(?<!quatre-)vingts", text) is None
    assert re.match(r"un (?:cent|mille)\b", text) is None


@pytest.mark.parametrize("write", [words.euros_fr, words.euros_en])
@pytest.mark.parametrize(
    ("cents", "sentence"), [(-1, "amount: an amount is zero or more, found -1 cents."), (10**14, "An amount in words is below")]
)
def test_words_refuse_what_they_cannot_say(write, cents: int, sentence: str):
    with pytest.raises(TaxRefused) as refusal:
        write(cents)

    assert str(refusal.value).startswith(sentence)


def test_figures_between_asterisks_have_their_cents():
    found = [words.guarded_figures(cents) for cents in (5, 123_400, 123_450)]

    assert found == ["***0,05\u00a0€***", "***1\u202f234,00\u00a0€***", "***1\u202f234,50\u00a0€***"]
