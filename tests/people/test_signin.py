"""Signing in by a link and by a password."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from filon.kernel.errors import Refused
from filon.kernel.models import AuditEvent
from filon.people.models import SignInAttempt, SignInLink, User
from filon.people.services import link_use, password_check
from filon.people.tasks import forget_old_sign_ins
from filon.people.throttle import LIMITS, TooManyTries, count_try
from tests.factories.people import SignInLinkFactory, UserFactory, member

pytestmark = pytest.mark.django_db
PASSWORD = "une vraie phrase de passe"
IP = "192.0.2.7"


def with_password(**fields: object) -> User:
    user: User = UserFactory(**fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_link_request_sends_a_link_that_signs_in(client: Client, work: Callable[[], int]) -> None:
    user = member(email="claire@ecole.example")

    asked = client.post(reverse("people:link_request"), {"email": "Claire@Ecole.example", "next": "/equipe"})
    work()
    path = re.search(r"/connexion/lien/\S+", str(mail.outbox[0].body)).group()  # type: ignore[union-attr]
    entered = client.post(path)

    assert asked.headers["Location"] == reverse("people:link_sent")
    assert mail.outbox[0].to == ["claire@ecole.example"]
    assert (entered.status_code, entered.headers["Location"]) == (303, "/equipe")
    assert signed_in(client) == str(user.pk)
    assert AuditEvent.objects.get(action="user.signed_in").payload == {"method": "link"}


def test_link_request_unknown_address_answers_the_same(client: Client, work: Callable[[], int]) -> None:
    UserFactory(email="known@ecole.example")

    known = client.post(reverse("people:link_request"), {"email": "known@ecole.example"})
    unknown = client.post(reverse("people:link_request"), {"email": "unknown@ecole.example"})
    done = work()

    assert (unknown.status_code, unknown.headers["Location"], unknown.content) == (known.status_code, known.headers["Location"], b"")
    assert done == 2
    assert [message.to for message in mail.outbox] == [["known@ecole.example"]]


def test_link_request_closed_account_sends_nothing(client: Client, work: Callable[[], int]) -> None:
    UserFactory(email="closed@ecole.example", closed=True)

    client.post(reverse("people:link_request"), {"email": "closed@ecole.example"})
    work()

    assert mail.outbox == []


def test_link_request_too_often_says_how_long_to_wait(client: Client) -> None:
    for _time in range(LIMITS["link"]["address"].tries):
        client.post(reverse("people:link_request"), {"email": "claire@ecole.example"})

    refused = client.post(reverse("people:link_request"), {"email": "claire@ecole.example"}, headers={"Accept-Language": "en"})

    assert refused.status_code == 429
    assert 890 <= int(refused.headers["Retry-After"]) <= 900
    assert "wait 15 minutes" in refused.content.decode()


def test_link_get_consumes_nothing(client: Client) -> None:
    link = SignInLinkFactory(key="k")

    shown = client.get(reverse("people:link", args=["k"]))

    assert shown.status_code == 200
    assert link.user.email in shown.content.decode()
    assert signed_in(client) is None
    assert SignInLink.objects.get().used_at is None


def test_link_used_twice_is_refused(client: Client) -> None:
    SignInLinkFactory(key="k")
    client.post(reverse("people:link", args=["k"]))
    other = Client()

    again = other.post(reverse("people:link", args=["k"]))

    assert again.status_code == 410
    assert signed_in(other) is None
    assert other.get(reverse("people:link", args=["k"])).status_code == 410


def test_link_lapsed_is_refused(client: Client) -> None:
    SignInLinkFactory(key="k", lapsed=True)

    assert client.post(reverse("people:link", args=["k"])).status_code == 410
    assert signed_in(client) is None


def test_link_use_closed_account_is_refused() -> None:
    SignInLinkFactory(key="k", user__closed=True)

    with pytest.raises(Refused):
        link_use(key="k", ip=IP)


def test_link_key_is_kept_as_a_hash_only(client: Client, work: Callable[[], int]) -> None:
    UserFactory(email="claire@ecole.example")

    client.post(reverse("people:link_request"), {"email": "claire@ecole.example"})
    work()

    key = str(mail.outbox[0].body).split("/connexion/lien/")[1].split()[0]
    assert len(key) == 43
    assert key not in str(SignInLink.objects.values().get())


def test_sign_in_with_password_changes_the_session_key(client: Client) -> None:
    user = with_password(email="claire@ecole.example")
    client.get(reverse("people:sign_in"))
    client.session.save()
    before = client.session.session_key

    entered = client.post(reverse("people:sign_in"), {"email": "CLAIRE@ecole.example", "password": PASSWORD})

    assert entered.status_code == 303
    assert signed_in(client) == str(user.pk)
    assert client.session.session_key != before


def test_sign_in_wrong_password_and_unknown_address_answer_the_same(client: Client) -> None:
    with_password(email="claire@ecole.example")

    wrong = client.post(reverse("people:sign_in"), {"email": "claire@ecole.example", "password": "not this one at all"})
    unknown = client.post(reverse("people:sign_in"), {"email": "nobody@ecole.example", "password": "not this one at all"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert said(wrong.content) == said(unknown.content)


def said(content: bytes) -> list[str]:
    """The sentences of the error summary."""
    return re.findall(r"<ol>(.*?)</ol></section>", content.decode(), re.DOTALL)


def test_sign_in_closed_account_is_refused() -> None:
    with_password(email="claire@ecole.example", closed=True)

    with pytest.raises(Refused):
        password_check(email="claire@ecole.example", password=PASSWORD, ip=IP)


def test_password_check_right_one_after_too_many_tries_is_refused() -> None:
    with_password(email="claire@ecole.example")
    for _time in range(LIMITS["password"]["address"].tries):
        with pytest.raises(Refused):
            password_check(email="claire@ecole.example", password="wrong", ip=IP)

    with pytest.raises(TooManyTries):
        password_check(email=" Claire@ecole.example ", password=PASSWORD, ip="198.51.100.9")


def test_password_check_right_one_does_not_count() -> None:
    with_password(email="claire@ecole.example")

    password_check(email="claire@ecole.example", password=PASSWORD, ip=IP)

    assert SignInAttempt.objects.count() == 0


def test_count_try_after_the_window_is_open_again() -> None:
    for _time in range(LIMITS["link"]["address"].tries):
        count_try("link", address="claire@ecole.example", ip=IP)
    SignInAttempt.objects.update(at=timezone.now() - LIMITS["link"]["address"].window)

    tries = count_try("link", address="claire@ecole.example", ip=IP)

    assert len(tries.ids) == 2


def test_count_try_refused_counts_nothing() -> None:
    limit = LIMITS["link"]["address"].tries
    for _time in range(limit):
        count_try("link", address="claire@ecole.example", ip=IP)

    for _time in range(3):
        with pytest.raises(TooManyTries):
            count_try("link", address="claire@ecole.example", ip=IP)

    assert SignInAttempt.objects.count() == 2 * limit


def test_count_try_same_ip_meets_its_own_limit() -> None:
    for number in range(LIMITS["link"]["ip"].tries):
        count_try("link", address=f"{number}@ecole.example", ip=IP)

    with pytest.raises(TooManyTries):
        count_try("link", address="another@ecole.example", ip=IP)

    assert count_try("link", address="another@ecole.example", ip="198.51.100.9").ids != []


def test_forget_old_sign_ins_keeps_what_still_counts() -> None:
    count_try("key", ip=IP)
    old = SignInAttempt.objects.create(bucket="x", at=timezone.now() - dt.timedelta(days=1))
    SignInLinkFactory(key="now")
    past = SignInLinkFactory(key="past", expires_at=timezone.now() - dt.timedelta(days=2))

    forget_old_sign_ins.call()

    assert not SignInAttempt.objects.filter(pk=old.pk).exists()
    assert not SignInLink.objects.filter(pk=past.pk).exists()
    assert (SignInAttempt.objects.count(), SignInLink.objects.count()) == (1, 1)


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\elsewhere.example", ""])
def test_sign_in_goes_to_its_own_pages_only(client: Client, wanted: str) -> None:
    with_password(email="claire@ecole.example")

    entered = client.post(reverse("people:sign_in"), {"email": "claire@ecole.example", "password": PASSWORD, "next": wanted})

    assert entered.headers["Location"] == "/"


def test_sign_out_forgets_the_session(client: Client) -> None:
    client.force_login(UserFactory())

    left = client.post(reverse("people:sign_out"))

    assert left.headers["Location"] == reverse("people:sign_in")
    assert signed_in(client) is None


def test_sign_out_by_get_does_nothing(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse("people:sign_out")).status_code == 405
    assert signed_in(client) is not None


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    with_password(email="claire@ecole.example")

    client.post(reverse("people:sign_in"), {"email": "claire@ecole.example", "password": PASSWORD})

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_page_without_session_goes_to_sign_in(client: Client) -> None:
    asked = client.get(reverse("people:team"))

    assert (asked.status_code, asked.headers["Location"]) == (302, "/connexion?next=/equipe")
