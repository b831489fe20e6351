"""Differences of wording: nothing is lost, and what people see is whole words."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from filon.engines.wording_difference import Change, Run, difference, words

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED
TEXTS = some.text(alphabet="ab é,.;\n-€1", max_size=60)


@given(TEXTS, TEXTS)
def test_runs_give_both_texts_back(old: str, new: str) -> None:
    found = difference(old, new)

    assert found.old == old
    assert found.new == new


@given(TEXTS, TEXTS)
def test_runs_are_neither_empty_nor_neighbours_of_one_kind(old: str, new: str) -> None:
    runs = difference(old, new).runs

    assert all(run.text for run in runs)
    assert all(first.change is not second.change for first, second in pairwise(runs))


@given(TEXTS)
def test_same_text_is_one_run(text: str) -> None:
    assert difference(text, text).runs == ((Run(SAME, text),) if text else ())


@given(TEXTS, TEXTS)
def test_only_equal_texts_are_the_same(old: str, new: str) -> None:
    assert difference(old, new).is_same is (old == new)


def test_difference_replaces_words_and_keeps_the_rest() -> None:
    found = difference("L'entreprise verse 30 000 € par an.", "L'entreprise verse 45 500 € par an.")

    assert found.runs == (
        Run(SAME, "L'entreprise verse "),
        Run(REMOVED, "30 000"),
        Run(ADDED, "45 500"),
        Run(SAME, " € par an."),
    )
    assert (found.words(REMOVED), found.words(ADDED)) == (2, 2)


def test_difference_leaves_unchanged_paragraphs_whole() -> None:
    kept = "Les parties se réunissent une fois par an."

    found = difference(f"Premier article.\n\n{kept}\n\nFin.", f"Les parties se réunissent deux fois.\n\n{kept}\n\nFin.")

    assert found.runs[-1] == Run(SAME, f"{kept}\n\nFin.") or found.runs[-1].text.endswith(f"{kept}\n\nFin.")


def test_difference_of_an_inserted_paragraph_is_that_paragraph() -> None:
    found = difference("Un.\n\nTrois.", "Un.\n\nDeux.\n\nTrois.")

    assert found.runs == (Run(SAME, "Un.\n\n"), Run(ADDED, "Deux.\n\n"), Run(SAME, "Trois."))


def test_difference_beyond_its_size_replaces_whole_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LARGEST", 10)

    assert difference("un deux trois", "un deux quatre").runs == (Run(REMOVED, "un deux trois"), Run(ADDED, "un deux quatre"))
