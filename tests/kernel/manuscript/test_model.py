"""What a text refuses to be."""

import pytest

from filon.kernel.manuscript import Article, Column, Recital, Table
from tests.factories.manuscripts import article, manuscript


def test_two_parts_never_have_one_key() -> None:
    with pytest.raises(ValueError, match="one key"):
        manuscript(recitals=(Recital("object", "Texte"),), articles=(article("object"),))


@pytest.mark.parametrize("key", ["", "a b", "@title", "é", "a" * 65, "a/b"])
def test_key_is_made_of_plain_letters(key: str) -> None:
    with pytest.raises(ValueError, match="a key is made of"):
        manuscript(articles=(Article(key, "Objet", "Texte"),))


def test_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="one text for each column"):
        Table((Column("Quoi"),), (("Don", "3"),))
