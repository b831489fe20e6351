import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from filon.kernel import lists, spreadsheets
from filon.kernel.errors import Refused
from filon.kernel.models import OutboxEvent, SavedView, uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


@pytest.fixture
def things(db: None) -> None:
    OutboxEvent.objects.bulk_create(
        OutboxEvent(name=f"thing {number:02}", attempts=number % 3, object_uuid=uuid7(), error="=1+1") for number in range(60)
    )


def listing(client: Client, query: str = "") -> lists.ListPage[OutboxEvent]:
    return client.get(f"/things/?{query}").wsgi_request.listing


def test_page_shows_25_of_all(signed_in: Client, things: None) -> None:
    second = listing(signed_in, "page=2")

    assert (second.count, len(second.rows), second.rows[0].name) == (60, 25, "thing 34")
    assert second.link == "/things/?page={page}"


def test_sort_filter_and_search_are_in_the_address(signed_in: Client, things: None) -> None:
    found = listing(signed_in, "q=thing+1&attempts=1&sort=-name&page=7")

    assert [row.name for row in found.rows] == ["thing 19", "thing 16", "thing 13", "thing 10"]
    assert [(head.key, head.sort, head.url) for head in found.headings] == [
        ("name", "descending", "/things/?q=thing+1&attempts=1&sort=name"),
        ("attempts", "none", "/things/?q=thing+1&attempts=1&sort=attempts"),
        ("error", "", ""),
    ]


def test_senseless_parameters_are_ignored(signed_in: Client, things: None) -> None:
    found = listing(signed_in, "attempts=many&sort=uuid&page=abc")

    assert (found.count, found.chosen, found.rows[0].name) == (60, {"attempts": ""}, "thing 59")


def test_csv_is_exactly_what_is_shown_and_runs_no_formula(signed_in: Client, things: None) -> None:
    response = signed_in.get("/things/?attempts=1&sort=name&export=csv&page=2")

    lines = b"".join(response.streaming_content).decode().split("\r\n")
    assert lines[:2] == ["\ufeffName;Attempts;Error", "thing 01;1;'=1+1"]
    assert len(lines) == 22
    assert response["Content-Disposition"].startswith('attachment; filename="things-20')


def test_xlsx_is_exactly_what_is_shown_and_runs_no_formula(signed_in: Client, things: None) -> None:
    response = signed_in.get("/things/?attempts=1&sort=name&export=xlsx")

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0], rows[1], len(rows)) == (("Name", "Attempts", "Error"), ("thing 01", 1, "'=1+1"), 21)


@pytest.mark.parametrize("text", ["=1+1", "+33 4 66", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_that_could_run_is_text(text: str) -> None:
    assert spreadsheets.cell(text) == f"'{text}"


def test_cell_keeps_numbers_and_plain_text() -> None:
    assert [spreadsheets.cell(value) for value in (-2, None, "a=1")] == [-2, "", "a=1"]


def test_saved_view_is_shown_to_its_owner_and_found_current(signed_in: Client, user) -> None:
    lists.saved_view_save(by=user, page="things", name="Mine", query="?attempts=1")
    SavedView.objects.create(owner_id=user.pk + 1, page="things", name="Hers")

    views = listing(signed_in, "attempts=1").views

    assert [(str(view.label), view.current) for view in views] == [("All", False), ("Tried once", True), ("Mine", True)]


def test_saved_view_needs_a_name_of_its_own(user) -> None:
    lists.saved_view_save(by=user, page="things", name="Mine", query="")

    with pytest.raises(Refused, match="already"):
        lists.saved_view_save(by=user, page="things", name=" Mine ", query="")
    with pytest.raises(Refused, match="name"):
        lists.saved_view_save(by=user, page="things", name=" ", query="")


def test_saved_view_by_its_pages(signed_in: Client, user) -> None:
    key = str(uuid7())
    saved = signed_in.post("/saved-views/", {"page": "things", "name": "Mine", "query": "attempts=1", "idempotency_key": key})
    view = SavedView.objects.get()
    deleted = signed_in.post(f"/saved-views/{view.uuid}/delete/", {"idempotency_key": str(uuid7())})

    assert (saved.status_code, saved["Location"]) == (303, "/things/?attempts=1")
    assert (deleted.status_code, SavedView.objects.count()) == (303, 0)


def test_saved_view_of_somebody_else_is_404(signed_in: Client, user) -> None:
    view = SavedView.objects.create(owner_id=user.pk + 1, page="things", name="Hers")

    response = signed_in.post(f"/saved-views/{view.uuid}/delete/", {"idempotency_key": str(uuid7())})

    assert (response.status_code, SavedView.objects.count()) == (404, 1)


def test_saved_view_of_a_page_that_does_not_exist_is_404(signed_in: Client) -> None:
    response = signed_in.post("/saved-views/", {"page": "nowhere", "name": "Mine", "idempotency_key": str(uuid7())})

    assert response.status_code == 404
