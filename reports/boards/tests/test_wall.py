"""The wall screen: boards one after the other, nothing that a passer-by should not read unless it was chosen."""

import pytest

from common import clock, errors
from orders.tests.builders import AT
from reports.boards import wall
from reports.boards.tests.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    made = make_world()
    monkeypatch.setattr(clock, "now", lambda: AT)
    return made


def made(actor, several=(), **given):
    return wall.wall_of(actor, given, list(several))


def test_what_is_chosen_stands_in_the_address_again(world):
    found = made(
        world.boss, ["executive,finance", "executive"], period="this_year", every="9", amounts="off", names="on"
    )
    assert [one.code for one in found.boards] == ["executive", "finance"]
    assert found.query == {
        "boards": "executive,finance", "period": "this_year", "every": "9", "amounts": "off", "names": "on",
    }  # fmt: skip
    assert made(world.boss, every="1").every == wall.LEAST
    assert made(world.boss, every="x").every == wall.EVERY
    with pytest.raises(errors.NotFound):
        made(world.rep, ["executive"])


def test_names_are_left_out_unless_chosen_and_queues_are_only_numbers(world, client):
    client.force_login(world.boss)
    shown = wall.slides(world.boss, made(world.boss, ["executive"]), AT)
    assert "salespeople" not in {one.code for slide in shown for one in slide.tiles}
    for place in range(len(shown)):
        text = client.get(f"/reports/dashboard/wall/slide/?boards=executive&slide={place}").content.decode()
        text = text.partition("so-slidein")[2]
        assert text
        assert "Acme Scales" not in text
        assert world.rep.name not in text
        assert world.orders[0].number not in text
    with_names = wall.slides(world.boss, made(world.boss, ["executive"], names="on"), AT)
    assert "salespeople" in {one.code for slide in with_names for one in slide.tiles}
    assert "approvals" not in {one.code for slide in shown for one in slide.numbers}


def test_amounts_are_off_by_a_switch(world, client):
    client.force_login(world.boss)
    address = "/reports/dashboard/wall/slide/?boards=executive&slide=0"
    part = {"HX-Request": "true", "HX-Target": "slide"}
    assert "Order amount" in client.get(address, headers=part).content.decode()
    text = client.get(f"{address}&amounts=off", headers=part).content.decode()
    assert "Order amount" not in text
    assert "Gross profit" not in text
    assert "Backlog" in text


def test_a_picture_of_which_nothing_is_left_is_not_shown(world):
    assert [one.has_figures for one in wall.slides(world.boss, made(world.boss, ["finance"]), AT)] == [True, False]
    assert not any(one.has_figures for one in wall.slides(world.boss, made(world.boss, ["finance"], amounts="off"), AT))


def test_the_page_has_no_navigation_and_is_dark_unless_light_was_chosen(world, client):
    client.force_login(world.boss)
    page = client.get("/reports/dashboard/wall/").content.decode()
    assert 'data-theme="dark"' in page
    assert "so-side" not in page
    assert "style=" not in page
    assert 'data-theme="light"' in client.get("/reports/dashboard/wall/?theme=light").content.decode()
    assert client.get("/reports/dashboard/wall/slide/?slide=99").status_code == 404


def test_a_screen_whose_session_ended_is_told_so(world, client):
    answer = client.get("/reports/dashboard/wall/slide/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
