from uuid import UUID

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix

from filon.kernel.addresses import address, addresses

ONE, OTHER = UUID("0192f7a0-0000-7000-8000-000000000001"), UUID("0192f7a0-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("agreements:list", ()),
        ("agreements:detail", (ONE,)),
        ("agreements:commitment", (ONE, OTHER)),
        ("agreements:commitment", (OTHER, OTHER)),
        ("agreements:draft_review", (ONE, 3)),
        ("people:link", ("a-key",)),
    ],
)
def test_address_is_that_of_the_route(name: str, args: tuple[object, ...]) -> None:
    first, again = address(name, *args), address(name, *args)

    assert (first, again) == (reverse(name, args=args), reverse(name, args=args))


def test_address_follows_the_place_where_filon_is_served() -> None:
    plain = address("agreements:detail", ONE)
    set_script_prefix("/filon/")
    try:
        under = address("agreements:detail", ONE)
    finally:
        set_script_prefix("/")

    assert under == f"/filon{plain}"


@override_settings(ROOT_URLCONF="tests.kernel.urls")
def test_address_is_of_the_routes_in_use() -> None:
    with pytest.raises(NoReverseMatch):
        address("agreements:detail", ONE)


@pytest.mark.parametrize(("name", "args"), [("nowhere", ()), ("agreements:detail", ()), ("agreements:detail", (ONE, OTHER))])
def test_page_that_nobody_routes_has_no_address(name: str, args: tuple[UUID, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        address(name, *args)


def test_addresses_of_a_list_differ_by_their_last_identifier() -> None:
    of_commitment = addresses("agreements:commitment", ONE)

    assert [of_commitment(each) for each in (ONE, OTHER)] == [address("agreements:commitment", ONE, each) for each in (ONE, OTHER)]
