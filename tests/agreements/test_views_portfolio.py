"""The portfolio: what is counted, compared, ahead and at risk; who sees it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.agreements.pages import read
from tests.factories.agreements import World, in_force

pytestmark = pytest.mark.django_db


def test_portfolio_shows(client: Client) -> None:
    world, _meetings, _payments = in_force()
    shown = read(client, world.officer, reverse("agreements:portfolio"))
    assert world.company.name in shown
    open("/tmp/p.html","w").write(shown)
    shown = read(client, world.officer, reverse("agreements:portfolio_renewals"))
    open("/tmp/r.html","w").write(shown)
    assert world.company.name in shown
