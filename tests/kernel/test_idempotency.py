import threading
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from filon.kernel import idempotency
from filon.kernel.models import IdempotencyKey, OutboxEvent
from tests.kernel import urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def body(**fields: object) -> dict[str, object]:
    return {"idempotency_key": str(uuid4()), "name": "one", **fields}


def test_same_post_twice_has_one_effect_and_one_answer(signed_in: Client) -> None:
    form = body()

    first, second = signed_in.post("/write/", form), signed_in.post("/write/", form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert OutboxEvent.objects.count() == 1


def test_another_csrf_token_is_the_same_post(signed_in: Client) -> None:
    form = body()

    signed_in.post("/write/", {**form, "csrfmiddlewaretoken": "a"})
    second = signed_in.post("/write/", {**form, "csrfmiddlewaretoken": "b"})

    assert (second.status_code, OutboxEvent.objects.count()) == (303, 1)


def test_other_body_under_the_same_key_is_422(signed_in: Client) -> None:
    form = body()
    signed_in.post("/write/", form)

    second = signed_in.post("/write/", {**form, "name": "two"})

    assert (second.status_code, OutboxEvent.objects.count()) == (422, 1)


def test_other_file_under_the_same_key_is_422(signed_in: Client) -> None:
    key = str(uuid4())

    answers = [
        signed_in.post("/write/", {"idempotency_key": key, "file": SimpleUploadedFile("a.txt", content)}).status_code
        for content in (b"one", b"one", b"two")
    ]

    assert (answers, OutboxEvent.objects.count()) == ([303, 303, 422], 1)


@pytest.mark.parametrize("key", [{}, {"idempotency_key": ""}, {"idempotency_key": "1"}])
def test_post_without_key_is_400_and_does_nothing(signed_in: Client, key: dict) -> None:
    response = signed_in.post("/write/", {"name": "one", **key})

    assert (response.status_code, OutboxEvent.objects.count()) == (400, 0)


def test_key_in_the_header_serves_a_program(signed_in: Client) -> None:
    response = signed_in.post("/write/", {"name": "one"}, headers={"Idempotency-Key": str(uuid4())})

    assert response.status_code == 303


@pytest.mark.parametrize(("answer", "status"), [("refused", 422), ("invalid", 422), ("broken", 500)])
def test_refused_post_leaves_no_trace_and_may_be_sent_again(signed_in: Client, answer: str, status: int) -> None:
    signed_in.raise_request_exception = False
    form = body(answer=answer)

    response = signed_in.post("/write/", form)

    assert response.status_code == status
    assert (OutboxEvent.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
    assert signed_in.post("/write/", {**form, "answer": ""}).status_code == 303


def test_replay_after_rights_changed_is_404(signed_in: Client) -> None:
    form = body()
    signed_in.post("/write/", form)
    IdempotencyKey.objects.update(standing="0" * 64)

    second = signed_in.post("/write/", form)

    assert (second.status_code, OutboxEvent.objects.count()) == (404, 1)


def test_same_key_of_another_person_is_another_post(signed_in: Client) -> None:
    form = body()
    other = Client()
    person = get_user_model().objects.create_user(email="malik@example.org", name="Malik")
    other.force_login(person, backend="filon.people.backends.Accounts")

    signed_in.post("/write/", form)
    other.post("/write/", form)

    assert OutboxEvent.objects.count() == 2


def test_view_without_key_and_reading_need_none(signed_in: Client) -> None:
    assert signed_in.post("/switch/").status_code == 200
    assert signed_in.get("/things/").status_code == 200
    assert IdempotencyKey.objects.count() == 0


def test_forget_old_keeps_72_hours(signed_in: Client) -> None:
    signed_in.post("/write/", body())

    kept = idempotency.forget_old()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_idempotencykey SET created_at = now() - interval '73 hours'")

    assert (kept, idempotency.forget_old()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_same_post_while_the_first_is_at_work_is_409(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(urls, "SLOW", [at_work.set, lambda: go_on.wait(10)])
    form, answers = body(), []

    def first() -> None:
        answers.append(signed_in.post("/write/", form).status_code)
        connection.close()

    writer = threading.Thread(target=first)
    writer.start()
    at_work.wait(10)
    second = Client()
    second.cookies = signed_in.cookies
    answers.append(second.post("/write/", form).status_code)
    go_on.set()
    writer.join()

    assert (answers, OutboxEvent.objects.count()) == ([409, 303], 1)
