"""Two texts part by part."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from filon.engines.wording_difference import Change
from filon.kernel.manuscript import Annex, Fate, Part, compare, parts_of
from tests.factories.manuscripts import article, manuscript

PARTS = some.lists(some.sampled_from("abcdef"), unique=True).map(lambda keys: [Part(key, key.upper(), key) for key in keys])


def fates(old: tuple[Part, ...], new: tuple[Part, ...]) -> dict[str | None, Fate]:
    return {one.key: one.fate for one in compare(old, new) if one.fate is not Fate.SAME}


def test_parts_are_everything_that_people_can_change() -> None:
    keys = [part.key for part in parts_of(manuscript())]

    assert keys == ["@title", "@between", "why", "object", "money", "@closing", "@signing", "budget"]


def test_tables_are_rows_of_words() -> None:
    assert parts_of(manuscript())[-1].ledger == "Échéances\nQuoi | Montant\nDon | 30 000 €\nStand | 3"


def test_same_text_has_no_difference() -> None:
    assert fates(parts_of(manuscript()), parts_of(manuscript())) == {}


def test_writing_of_spaces_is_no_difference() -> None:
    typed = article(text="Un.\r\n\r\n\r\nDeux.   ")

    assert fates(parts_of(manuscript(articles=(article(text="Un.\n\nDeux."),))), parts_of(manuscript(articles=(typed,)))) == {}


def test_changed_added_and_removed_parts_are_told_in_their_place() -> None:
    old = manuscript(articles=(article("a"), article("b"), article("c")), annexes=())
    new = manuscript(articles=(article("a", title="But"), article("c"), article("d")), annexes=(Annex("e", "Plan", "Voir"),))

    found = compare(parts_of(old), parts_of(new))

    assert [(one.key, one.fate) for one in found if one.fate is not Fate.SAME] == [
        ("a", Fate.CHANGED),
        ("b", Fate.REMOVED),
        ("d", Fate.ADDED),
        ("e", Fate.ADDED),
    ]
    assert [run.text for run in found[3].title.runs if run.change is not Change.SAME] == ["Objet", "But"]


def test_article_that_moves_is_told_once() -> None:
    old = manuscript(articles=(article("a"), article("b"), article("c")))
    new = replace(old, articles=(old.articles[1], old.articles[2], old.articles[0]))

    assert [one.key for one in compare(parts_of(old), parts_of(new)) if one.moved] == ["a"]


@given(PARTS, PARTS)
def test_every_part_of_both_texts_is_told_once(old: list[Part], new: list[Part]) -> None:
    found = compare(old, new)

    assert sorted(str(one.key) for one in found) == sorted({str(part.key) for part in (*old, *new)})
    assert [one.key for one in found if one.fate is not Fate.REMOVED] == [part.key for part in new]
    assert [one.text.new for one in found if one.fate is not Fate.REMOVED] == [part.text for part in new]
