"""The three rules of the light markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from filon.kernel.manuscript import Block, blocks
from filon.kernel.manuscript.markup import text_of

TEXTS = some.text(alphabet="ab -\n\t*$#é", max_size=80)


def test_blank_line_begins_a_paragraph() -> None:
    assert blocks("Un.\n\n \nDeux.") == (Block("paragraph", (("Un.",),)), Block("paragraph", (("Deux.",),)))


def test_end_of_a_line_is_kept() -> None:
    assert blocks("École,\r\nAlès  ") == (Block("paragraph", (("École,", "Alès"),)),)


def test_dashes_make_a_list_between_paragraphs() -> None:
    found = blocks("L'école :\n- un\n- deux\n  suite\nFin.")

    assert found == (
        Block("paragraph", (("L'école :",),)),
        Block("list", (("un",), ("deux", "suite"))),
        Block("paragraph", (("Fin.",),)),
    )


@pytest.mark.parametrize("text", ["*gras*", "$x$", "#read(x)", "-5 °C", "–", "-", "= Titre", "<a>"])
def test_other_signs_mean_nothing(text: str) -> None:
    assert blocks(text) == (Block("paragraph", ((text,),)),)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_is_no_block(text: str) -> None:
    assert blocks(text) == ()


@given(TEXTS)
def test_plainest_writing_gives_the_same_blocks(text: str) -> None:
    found = blocks(text)

    assert blocks(text_of(found)) == found


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    printed = "".join("".join(line) for block in blocks(text) for item in block.items for line in item)

    assert "".join(printed.split()).replace("-", "") == "".join(text.split()).replace("-", "")
