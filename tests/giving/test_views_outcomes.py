"""The pages of outcomes say what they are for, and their forms write it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from filon.giving.models import Attribution, Campaign
from filon.giving.services.outcomes import outcome_spread
from tests.factories.giving import ready
from tests.giving.test_services_outcomes import campaign_of, outcome, spending_of, two_gifts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def seen(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"giving:{name}", args=args), headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_page_of_outcomes_says_the_coverage(client: Client) -> None:
    giving = two_gifts()
    outcome_spread(by=giving.officer, fact_id=outcome(giving).uuid, amount_cents=2_000_000)
    client.force_login(giving.officer)

    text = seen(client, "outcomes")

    assert "of the euros received have an outcome attached" in text
    assert text.count('class="ribbon') == 6
    assert "style=" not in text


def test_form_spreads_an_outcome(client: Client) -> None:
    giving = two_gifts()
    fact = outcome(giving)
    client.force_login(giving.officer)

    typed = {"fact": str(fact.uuid), "fund": "", "amount": "10 000,00", "idempotency_key": str(uuid4())}
    response = client.post(reverse("giving:spread"), typed)

    assert response.status_code == 303
    assert Attribution.objects.get().share == 2_500


def test_form_attributes_a_share_of_a_gift_and_ends_it(client: Client) -> None:
    giving = two_gifts()
    gift, fact = giving.pledge.gifts.first(), outcome(giving)
    client.force_login(giving.officer)
    typed = {"fact": str(fact.uuid), "share": "12,5", "idempotency_key": str(uuid4())}
    client.post(reverse("giving:attribute", args=[gift.uuid]), typed)
    made = Attribution.objects.get()

    response = client.post(reverse("giving:attribution_withdraw", args=[made.uuid]), {"idempotency_key": str(uuid4())})

    made.refresh_from_db()
    assert (response.status_code, made.share, made.is_live) == (303, 1_250, False)


def test_spending_is_led_to_attributed_and_given_free_on_its_page(client: Client) -> None:
    giving = ready()
    page, fact = reverse("giving:attribute_spending", args=[spending_of(giving).uuid]), outcome(giving)
    client.force_login(giving.officer)
    assert page in seen(client, "outcomes")

    client.post(page, {"fact": str(fact.uuid), "share": "40", "idempotency_key": str(uuid4())})
    too_much = client.post(page, {"fact": str(outcome(giving).uuid), "share": "60,01", "idempotency_key": str(uuid4())})
    made = Attribution.objects.get()
    ended = client.post(reverse("giving:attribution_withdraw", args=[made.uuid]), {"idempotency_key": str(uuid4())})

    assert (too_much.status_code, made.share, ended.status_code, ended["Location"]) == (422, 4_000, 303, page)


def test_campaign_is_read_by_nobody_outside_before_it_is_published(client: Client) -> None:
    giving = two_gifts()
    campaign = campaign_of(giving)
    public = reverse("giving:campaign_public", args=[campaign.uuid])
    assert client.get(public).status_code == 404
    client.force_login(giving.officer)
    client.post(reverse("giving:campaign_show", args=[campaign.uuid]), {"public": "yes", "idempotency_key": str(uuid4())})
    client.logout()

    assert client.get(public).status_code == 200
    assert Campaign.objects.get().published_at is not None
