import pytest
from django.test import Client, RequestFactory

from filon.kernel import pages
from filon.kernel.models import AuditEvent, OutboxEvent, uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def test_refusal_that_no_form_caught_is_a_page_with_its_sentence(signed_in: Client) -> None:
    response = signed_in.post("/write/", {"answer": "refused", "idempotency_key": str(uuid7())})

    assert (response.status_code, response.content.decode()) == (422, "The thing is too heavy.")


def test_request_too_large_gets_its_sentence_and_nothing_is_read_into_a_form(signed_in: Client, settings) -> None:
    settings.LARGEST_REQUEST_BYTES = 1024 * 1024

    response = signed_in.post("/write/", {"name": "x" * 3 * 1024 * 1024, "idempotency_key": str(uuid7())})

    assert response.status_code == 413
    assert response.content.decode().startswith("This is too large (3 MB)")
    assert OutboxEvent.objects.count() == 0


def test_every_answer_has_the_identifier_that_the_audit_keeps(signed_in: Client) -> None:
    key = str(uuid7())

    response = signed_in.post("/saved-views/", {"page": "things", "name": "Mine", "idempotency_key": key})

    assert AuditEvent.objects.get(action="saved_view.saved").request_id == response["X-Request-Id"]


def test_toast_is_shown_once(signed_in: Client) -> None:
    signed_in.post("/write/", {"idempotency_key": str(uuid7())})
    request = RequestFactory().get("/")
    request.session = signed_in.session

    shown = [pages.take_toasts(request), pages.take_toasts(request)]

    assert shown == [["Written."], []]


def test_address_that_does_not_exist_is_404(signed_in: Client) -> None:
    assert signed_in.get("/nowhere/").status_code == 404


def test_form_keys_are_new_on_each_page() -> None:
    request = RequestFactory().get("/")

    first, second = pages.form_keys(request), pages.form_keys(request)

    assert first != second
    assert first.count('type="hidden"') == 2
