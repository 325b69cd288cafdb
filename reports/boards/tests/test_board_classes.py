"""Boards of domestic or foreign trade: remembered, followed by every tile and link, told from what shows all."""

import pytest
from django.core.cache import cache

from accounts.tests.builders import make_user
from common import clock, errors
from customers.models import Customer
from orders.tests.builders import AT, TODAY
from reports.boards import charts, choosing, pace, queues, ranking, stock, tiles
from reports.boards.catalogue import TILES, Look
from reports.boards.tests.worlds import make_world, set_target
from reports.figures.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    made = make_world()
    monkeypatch.setattr(clock, "now", lambda: AT)
    Customer.objects.filter(pk=made.orders[0].customer_id).update(customer_class="FOREIGN")
    return made


def view(actor, **given):
    return choosing.view_of(actor, given, AT)


def both(world, **given):
    return [view(world.boss, **given, **{"class": one}) for one in ("FOREIGN", "DOMESTIC")]


def test_what_was_chosen_is_remembered_until_something_else_is(client):
    boss = make_user("executive")
    client.force_login(boss)
    answer = client.post("/reports/dashboard/choose/", {"class": "FOREIGN", "show": "finance", "period": "this_year"})
    assert answer.headers["Location"] == "/reports/dashboard/?period=this_year&board=finance"
    assert view(boss).customer_class == "FOREIGN"
    page = client.get("/reports/dashboard/").content.decode()
    assert 'value="FOREIGN" aria-pressed="true"' in page
    assert "class=FOREIGN" in page
    assert view(boss, **{"class": "all"}).customer_class == ""
    client.post("/reports/dashboard/choose/", {"class": "all"})
    assert view(boss).customer_class == ""


def test_a_class_that_the_rules_do_not_give_is_not_found_and_a_remembered_one_is_forgotten():
    boss = make_user("executive")
    with pytest.raises(errors.NotFound):
        view(boss, **{"class": "NONSENSE"})
    with pytest.raises(errors.NotFound):
        choosing.choose(actor=boss, customer_class="NONSENSE", at=AT)
    choosing.people.remember(actor=boss, key=choosing.CLASS, value="GONE", at=AT)
    assert view(boss).customer_class == ""


def test_figures_charts_and_rankings_are_of_the_class(world):
    for found, amount in zip(both(world), (40, 0), strict=True):
        assert tiles.of(found.told, ("amount",))[0][0].figure == amount
        assert stock.at(found.told, stock.measure_for(found), TODAY) == amount
        assert charts.trend(found).rows[-1].cells[1] == amount
        assert len(ranking.of(found, "regions").places) == (1 if amount else 0)
        assert f"f.class={found.customer_class}" in charts.report_of(found, "trend")


def test_nobody_sets_targets_for_a_class(world):
    set_target(world.boss, "amount", "1200")
    foreign, _domestic = both(world)
    assert tiles.of(foreign.told, ("amount",))[0][0].aim is None
    assert [column.key for column in charts.trend(foreign).columns] == ["time", "amount", "former"]


def test_how_long_orders_take_is_of_the_class_and_leads_to_the_report_by_class(world):
    foreign, domestic = both(world)
    assert "by=class" in pace.tile(foreign.told).page
    assert pace.tile(domestic.told).figure is None


def test_queues_are_of_the_class_and_those_that_are_not_say_so(world, client):
    client.force_login(world.boss)
    for code, tile in TILES.items():
        if tile.look is not Look.QUEUE:
            continue
        found, _none = (queues.of(one, code) for one in both(world))
        if not tile.is_for_all:
            assert _none.lines == [], code
        cache.clear()
        address = f"/reports/dashboard/tiles/{code}/?board=executive&class=DOMESTIC"
        answer = client.get(address, headers={"HX-Request": "true"})
        if answer.status_code == 200:
            text = answer.content.decode()
            assert ('<span class="t3 f12">All customers' in text) == tile.is_for_all, code
            is_narrowed = code in ("risks", "shortages")  # their list takes any condition on orders
            assert (">All customers<span" in text) != is_narrowed, code
            assert ("condition=customer_class" in text) == is_narrowed, code
        assert found is not None
    open_orders = queues.of(both(world)[0], "risks")
    assert open_orders is not None


def test_all_of_a_class_that_stand_still_are_listed_as_such(world, client):
    foreign, domestic = both(world)
    client.force_login(world.boss)
    for view, words in ((foreign, "Foreign trade"), (domestic, "Domestic trade")):
        more = queues.of(view, "risks").more
        answer = client.get(more)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert len(answer.context["rows"]) == len(queues.of(view, "risks").lines)
    assert "condition" not in queues.of(both(world)[0], "exceptions").more


def test_a_wall_is_of_the_class_in_its_address_not_of_a_remembered_one(world, client):
    client.force_login(world.boss)
    choosing.choose(actor=world.boss, customer_class="DOMESTIC", at=AT)
    part = {"HX-Request": "true", "HX-Target": "slide"}
    address = "/reports/dashboard/wall/slide/?boards=executive&slide=0"
    assert ">40<" in client.get(address, headers=part).content.decode()
    assert ">40<" not in client.get(f"{address}&class=DOMESTIC", headers=part).content.decode()
    page = client.get("/reports/dashboard/wall/?boards=executive&class=FOREIGN").content.decode()
    assert "class=FOREIGN" in page


def test_a_figure_by_itself_follows_the_tile_that_led_to_it(world, client):
    foreign, _domestic = both(world)
    client.force_login(world.boss)
    amount = tiles.of(foreign.told, ("amount",))[0][0]
    page = client.get(amount.page).content.decode()
    assert "Foreign trade" in page
    assert "f.class=FOREIGN" in page
    told = choosing.told_of(world.boss, {"class": "DOMESTIC"}, TODAY, period=Period.THIS_MONTH)
    assert choosing.narrowed(told) == ["Domestic trade"]
