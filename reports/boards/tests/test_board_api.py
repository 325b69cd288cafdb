"""Boards and key figures over the API: figures with their words and ways, tiles one by one, one's own arrangement."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import clock
from customers.models import Customer
from orders.tests.builders import AT, TODAY
from reports.boards.catalogue import BOARDS
from reports.boards.tests.test_arrangements import hide
from reports.boards.tests.worlds import make_world, set_target

pytestmark = pytest.mark.django_db
BOARD = "/api/v1/boards/executive/"
ARRANGED = f"{BOARD}arrangement/"


@pytest.fixture
def world(monkeypatch, client):
    made = make_world()
    monkeypatch.setattr(clock, "now", lambda: AT)
    client.force_login(made.boss)
    return made


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    return answer.json()


def send(client, body, version, method="put", address=ARRANGED):
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def figure(found, code, key="figures"):
    return next(one for one in found[key] if one["code"] == code)


def test_a_reader_gets_the_boards_that_he_may_look_at_and_no_others(world, client):
    found = read(client, "/api/v1/boards/")["results"]
    assert found[0]["code"] == "executive"
    assert [one["code"] for one in found if one["is_first"]] == ["executive"]
    client.force_login(world.rep)
    assert [one["code"] for one in read(client, "/api/v1/boards/")["results"]] == ["sales"]
    read(client, BOARD, 404)


def test_a_board_tells_its_figures_with_unit_target_comparison_and_the_way_to_what_they_count(world, client):
    set_target(world.boss, "amount", "1200")
    found = read(client, BOARD)
    amount = figure(found, "amount")
    assert (amount["value"], amount["unit"], amount["form"]) == ("40.00", "CNY", "MONEY")
    assert (amount["former"], amount["change"], amount["is_good"]) == ("20.00", "1", True)
    assert amount["target"] == {"value": "100.00", "judged": "40.0%"}
    assert amount["definition"]["term"] == "Order amount"
    rows = read(client, amount["rows"])["results"]
    assert sum(float(one["amount"]) for one in rows) == 40
    assert found["arranged_by"] == "house"
    assert [one["code"] for one in found["tiles"]][:3] == ["trend", "flow", "regions"]


def test_each_tile_that_a_board_names_is_told_by_its_kind(world, client):
    kinds = {"CHART": "chart", "RANKING": "ranking", "QUEUE": "queue", "LOADS": "loads"}
    for code in BOARDS:
        answer = client.get(f"/api/v1/boards/{code}/")
        for tile in answer.json()["tiles"] if answer.status_code == 200 else []:
            found = read(client, tile["contents"])
            told = [name for name in kinds.values() if found[name] is not None]
            assert told == [kinds[tile["kind"]]], tile
    regions = read(client, f"{BOARD}tiles/regions/")["ranking"]
    assert regions["places"][0]["name"] == "East"
    assert regions["places"][0]["value"] == "40.00"
    for code in ("figures", "nonsense"):
        read(client, f"{BOARD}tiles/{code}/", 404)


def test_figures_and_tiles_of_a_class_of_customers(world, client):
    Customer.objects.filter(pk=world.orders[2].customer_id).update(customer_class="FOREIGN")
    for name, amount in (("FOREIGN", "40.00"), ("DOMESTIC", "0.00")):
        found = read(client, f"{BOARD}?class={name}")
        assert figure(found, "amount")["value"] == amount
        assert figure(found, "backlog")["value"] == amount
        assert f"class={name}" in found["tiles"][0]["contents"]
        assert f"f.class={name}" in figure(found, "amount")["rows"]
    for wrong in ("class=NONSENSE", "department=999"):
        read(client, f"{BOARD}?{wrong}", 404)


def test_what_nobody_knows_is_refused(world, client):
    for wrong, name in (("colour=red", "colour"), ("period=yesterday", "period"), ("period=last_year", "period")):
        assert list(read(client, f"{BOARD}?{wrong}", 400)["fields"]) == [name]
    for wrong, name in (("as_of=soon", "as_of"), ("against=me", "against"), ("board=x", "board")):
        assert list(read(client, f"/api/v1/key-figures/?{wrong}", 400)["fields"]) == [name]


def test_one_arranges_his_board_on_the_version_that_he_read(world, client):
    first = client.get(ARRANGED)
    assert (first.headers["ETag"], first.json()["arranged_by"]) == ('"0"', "house")
    body = {"figures": ["orders"], "tiles": [{"code": "risks"}, {"code": "flow", "size": "WHOLE"}]}
    assert send(client, body, None).status_code == 428
    answer = send(client, body, 0)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert answer.json()["tiles"] == [{"code": "risks", "size": "THIRD"}, {"code": "flow", "size": "WHOLE"}]
    assert send(client, body, 7).status_code == 412
    assert send(client, {**body, "figures": []}, 1).json()["fields"]["figures"]
    found = read(client, BOARD)
    assert ([one["code"] for one in found["figures"]], [one["code"] for one in found["tiles"]]) == (
        ["orders"],
        ["risks", "flow"],
    )
    assert send(client, None, 0, "delete").status_code == 412
    assert send(client, None, 1, "delete").status_code == 204
    assert client.get(ARRANGED).headers["ETag"] == '"2"'
    assert read(client, BOARD)["arranged_by"] == "house"


def test_a_role_is_arranged_by_who_shares_reports(world, client):
    body = {"figures": ["orders"], "tiles": []}
    address = f"{ARRANGED}?role=executive"
    client.force_login(make_user("administrator"))
    assert send(client, body, 0, address=address).status_code == 200
    client.force_login(world.boss)
    assert read(client, BOARD)["arranged_by"] == "role"
    client.force_login(world.rep)
    assert client.get("/api/v1/boards/sales/arrangement/?role=sales").status_code == 403
    assert send(client, body, 0, address="/api/v1/boards/sales/arrangement/?role=sales").status_code == 403


def test_key_figures_as_they_were_known_on_a_past_day(world, client):
    now = read(client, "/api/v1/key-figures/")
    assert figure(now, "amount", "results")["value"] == "40.00"
    assert "cycle" in {one["code"] for one in now["results"]}
    day = TODAY - timedelta(days=1)
    then = read(client, f"/api/v1/key-figures/?as_of={day}")
    assert (then["known_on"], then["until"]) == (day.isoformat(), day.isoformat())
    assert f"as_of={day}" in figure(then, "amount", "results")["rows"]
    assert "cycle" not in {one["code"] for one in then["results"]}
    assert read(client, f"/api/v1/key-figures/?as_of={TODAY}")["known_on"] is None


def test_a_key_figure_is_told_month_by_month_and_hidden_ones_are_not(world, client):
    found = read(client, "/api/v1/key-figures/amount/?period=this_year")
    assert found["rows"][-1]["values"]["amount"] == "40.00"
    assert found["parts"][0]["columns"][0]["key"] == "department"
    hide("executive", "order.amount")
    read(client, "/api/v1/key-figures/amount/", 403)
    assert "amount" not in {one["code"] for one in read(client, "/api/v1/key-figures/")["results"]}
    read(client, "/api/v1/key-figures/nonsense/", 404)


def test_statements_of_a_board(world, client, django_assert_max_num_queries):
    client.get(BOARD)
    with django_assert_max_num_queries(45):
        client.get(BOARD)
    client.get(ARRANGED)
    with django_assert_max_num_queries(12):
        client.get(ARRANGED)
