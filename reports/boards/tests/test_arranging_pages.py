"""The page on which a board is arranged: it works by buttons alone, and says what it keeps."""

import re

import pytest

from accounts.tests.builders import make_user
from reports.boards.models import BoardArrangement
from reports.boards.tests.test_arrangements import arrange, hide, take_away

pytestmark = pytest.mark.django_db
PAGE = "/reports/dashboard/arrange/?board=executive"


@pytest.fixture
def boss(client):
    person = make_user("executive")
    client.force_login(person)
    return person


def offered(page, kind):
    return re.findall(rf'<input type="hidden" name="{kind}" value="(\w+)">', page)


def checked(page, kind):
    return re.findall(rf'name="show-{kind}" value="(\w+)" checked', page)


def sent(page, **more):
    """What the form holds as it stands."""
    data = {"version": re.search(r'name="version" value="(\d+)"', page)[1]}
    for kind in ("figure", "tile"):
        data |= {kind: offered(page, kind), f"show-{kind}": checked(page, kind)}
    sizes = re.findall(r'<select class="form-select" name="(size-\w+)".*?value="(\w+)" selected', page)
    return {**data, **dict(sizes), **more}


def test_the_page_offers_what_stands_there_first_and_then_what_else_may(boss, client):
    page = client.get(PAGE).content.decode()
    assert checked(page, "figure")[:3] == ["amount", "profit", "collection"]
    assert offered(page, "tile")[:2] == ["trend", "flow"]
    assert set(checked(page, "tile")) < set(offered(page, "tile"))
    assert "style=" not in page


def test_without_a_name_it_is_the_first_board_and_with_a_wrong_one_none(boss, client):
    assert checked(client.get("/reports/dashboard/arrange/").content.decode(), "figure")[:2] == ["amount", "profit"]
    assert client.get("/reports/dashboard/arrange/?board=nobody").status_code == 404


def test_buttons_move_a_line_without_saving_and_save_keeps_it(boss, client):
    page = client.get(PAGE).content.decode()
    moved = client.post(PAGE, sent(page, move="tile:flow:-1")).content.decode()
    assert offered(moved, "tile")[:2] == ["flow", "trend"]
    assert "Not saved yet" in moved
    assert not BoardArrangement.objects.exists()
    data = sent(moved)
    data["show-tile"].remove("regions")
    answer = client.post(PAGE, data)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/reports/dashboard/?board=executive")
    row = BoardArrangement.objects.get()
    assert [one["code"] for one in row.tiles][:2] == ["flow", "trend"]
    assert row.hidden == ["regions"]
    board = client.get("/reports/dashboard/?board=executive").content.decode()
    assert board.index("tile-flow") < board.index("tile-trend")
    assert "tile-regions" not in board


def test_a_board_without_key_figures_is_refused_and_the_entries_stay(boss, client):
    data = sent(client.get(PAGE).content.decode())
    data["show-figure"] = []
    answer = client.post(PAGE, data)
    assert answer.status_code == 422
    assert "Keep one to 12 key figures" in answer.content.decode()
    assert checked(answer.content.decode(), "tile") == data["show-tile"]


def test_back_to_the_standard(boss, client):
    arrange(boss)
    page = client.get(PAGE).content.decode()
    assert "You have arranged this board" in page
    answer = client.post("/reports/dashboard/arrange/reset/", {"board": "executive", "version": "1"})
    assert answer.status_code == 303
    page = client.get(PAGE).content.decode()
    assert "It stands as it was shipped" in page
    assert "/reports/dashboard/arrange/reset/" not in page


def test_who_changed_it_elsewhere_meanwhile_is_told(boss, client):
    data = sent(client.get(PAGE).content.decode())
    arrange(boss, tiles=("flow",))
    assert client.post(PAGE, data).status_code == 409
    assert BoardArrangement.objects.get().tiles == [{"code": "flow", "size": "HALF"}]


def test_what_is_hidden_from_him_is_not_even_offered(boss, client):
    hide("executive", "order.amount")
    take_away("executive", "exception.view")
    page = client.get(PAGE).content.decode()
    assert not {"amount", "received"} & set(offered(page, "figure"))
    assert not {"exceptions", "receivables"} & set(offered(page, "tile"))


def test_an_administrator_arranges_for_a_role(client):
    admin = make_user("administrator")
    client.force_login(admin)
    page = client.get(f"{PAGE}&role=executive").content.decode()
    assert client.post(f"{PAGE}&role=executive", sent(page)).status_code == 303
    assert BoardArrangement.objects.get().role.code == "executive"
    assert "This role has its own arrangement" in client.get(f"{PAGE}&role=executive").content.decode()
    assert client.get(f"{PAGE}&role=finance").status_code == 404


def test_others_are_not_offered_to_arrange_for_roles(client):
    client.force_login(make_user("sales"))
    page = client.get("/reports/dashboard/arrange/?board=sales").content.decode()
    assert 'name="role"' not in page.partition("so-arrange")[0]
    assert client.get("/reports/dashboard/arrange/?board=sales&role=sales").status_code == 403
    assert client.get(PAGE).status_code == 404


def test_the_page_asks_little(boss, client, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
