"""An address in https is production: no demo is served there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings

from filon import cli
from filon.kernel.demo import forget_answer
from filon.kernel.errors import Refused
from filon.kernel.models import Installation
from filon.site.preparation import refuse_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SENTENCE = "This database is a demonstration and is not served at an https address: give Filon an empty database."


@pytest.fixture(autouse=True)
def _fresh_answer() -> Iterator[None]:
    forget_answer()
    yield
    forget_answer()


@pytest.fixture
def demonstration() -> None:
    Installation.objects.create(demo=True, seed=1)


def test_database_in_use_is_served() -> None:
    refuse_demo()


@pytest.mark.usefixtures("demonstration")
def test_demo_is_refused() -> None:
    with pytest.raises(Refused, match=SENTENCE):
        refuse_demo()


@pytest.mark.usefixtures("demonstration")
def test_demo_is_served_under_the_names_given_to_it(settings: Settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, demo_hosts=("essai.example",))

    refuse_demo()


@pytest.mark.usefixtures("demonstration")
def test_web_server_alone_says_why_it_serves_no_demo_in_https(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FILON_BASE_URL", "https://filon.example")

    code = cli.main(["serve"])

    assert (code, capsys.readouterr().err.strip()) == (cli.REFUSED, SENTENCE)
