"""The theme is a choice that a cookie remembers."""

import pytest
from django.test import RequestFactory

from filon.site.views.theme import choose, theme_of


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_choose_remembers_the_theme(theme: str) -> None:
    response = choose(RequestFactory().post("/theme", {"theme": theme, "next": "/conventions"}))

    assert (response.status_code, response["Location"], response.cookies["theme"].value) == (303, "/conventions", theme)


def test_choose_system_forgets_the_theme() -> None:
    response = choose(RequestFactory().post("/theme", {"theme": "system", "next": "/"}))

    assert response.cookies["theme"]["max-age"] == 0


def test_choose_never_leaves_the_site() -> None:
    response = choose(RequestFactory().post("/theme", {"theme": "dark", "next": "https://elsewhere.example/"}))

    assert response["Location"] == "/"


def test_theme_of_an_unknown_cookie_is_the_system_s() -> None:
    request = RequestFactory().get("/", headers={"cookie": "theme=purple"})

    assert theme_of(request) == ""
