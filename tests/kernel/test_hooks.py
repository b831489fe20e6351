import pytest

from filon.kernel.errors import Refusals, Refused, refuse_if_any
from filon.kernel.hooks import Hook


def test_run_calls_handlers_in_the_order_they_were_connected_once_each() -> None:
    calls: list[tuple[str, int]] = []
    hook: Hook[[int]] = Hook("tested")

    @hook.connect
    def first(number: int) -> None:
        calls.append(("first", number))

    hook.connect(lambda number: calls.append(("second", number)))
    hook.connect(first)
    hook.run(3)

    assert calls == [("first", 3), ("second", 3)]


def test_what_a_handler_raises_reaches_the_writer() -> None:
    hook: Hook[[]] = Hook("tested")

    @hook.connect
    def refuse() -> None:
        raise Refused("No.")

    with pytest.raises(Refused, match="No"):
        hook.run()


def test_refusals_hold_each_sentence_with_its_field() -> None:
    found = [Refused("One.", field="a"), Refused("Two.", field="b")]

    with pytest.raises(Refusals) as refused:
        refuse_if_any(found)

    assert (refused.value.sentence, refused.value.field, refused.value.refusals) == ("One. Two.", "a", tuple(found))


def test_single_refusal_stays_itself_and_none_is_nothing() -> None:
    alone = Refused("One.")

    with pytest.raises(Refused) as refused:
        refuse_if_any([alone])
    refuse_if_any([])

    assert refused.value is alone
