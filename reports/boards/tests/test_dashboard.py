"""The dashboard: a page of few statements, tiles that come by themselves, each of what its reader may see."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.cache import cache
from django.utils import translation

from accounts.models import FieldRule
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.models import Role, RoleGrant, Scope
from accounts.tests.builders import make_department
from common import clock
from orders.order.models import Order
from orders.tests.builders import AT, TODAY, line, make_effective, make_submitted
from orders.tests.builders import person as anew
from products.tests.builders import make_product
from reports.boards import aims, charts, choosing, drawing, queues, ranking, stock, tiles
from reports.boards.catalogue import BOARDS, FIGURES, TILES
from reports.boards.tests.worlds import make_world, set_target
from reports.facts import operations as facts
from reports.figures.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def view(actor, at=AT, **given):
    return choosing.view_of(actor, given, at)


def drawn(actor, code, **given):
    found = view(actor, **given)
    with translation.override("en"):
        return str(drawing.part(found, choosing.tile_of(found, code)))


def hide(role, *fields):
    row = Role.objects.get(code=role)
    rules = dict.fromkeys(fields, FieldRule.Effect.HIDE)
    roles.set_field_rules(actor=system_user(), role_id=row.pk, rules=rules, at=AT)


def test_every_tile_of_every_board_is_drawn_for_whoever_may_see_it(world):
    for role in ("owner", "head", "director", "desk"):
        person = getattr(world.cast, role)
        for board in choosing.boards_for(person):
            found = view(person, board=board.code)
            for code in [FIGURES, *(one.code for row in choosing.rows_of(found) for one in row)]:
                assert drawn(person, code, board=board.code), (role, board.code, code)


def test_figures_stand_beside_target_and_former_days(world):
    set_target(world.boss, "amount", "1200")
    found, as_of = tiles.of(view(world.boss).told, ("amount", "on_time"))
    amount = found[0]
    assert as_of == AT
    assert (amount.number, amount.aim.text, amount.aim.words, amount.aim.tone) == ("40", "100", "40.0%", "bad")
    assert amount.spark.target
    assert "short by" not in drawn(world.boss, FIGURES)
    set_target(world.boss, "collection", "0.95")
    assert tiles.of(view(world.boss).told, ("collection",))[0][0].aim.value == D("0.95")


def test_a_year_of_which_a_month_has_no_target_has_none(world, now):
    for month in range(1, 12):
        set_target(world.boss, "amount", "100", month=month)

    def aim(period):
        told = choosing.told_of(world.boss, {}, TODAY, period=period)
        return tiles.of(told, ("amount",))[0][0].aim

    assert (aim(Period.THIS_YEAR), aim(Period.THIS_MONTH).value) == (None, 100)
    set_target(world.boss, "amount", "100", month=12)
    assert aim(Period.THIS_YEAR).value == 1200


def test_a_representative_is_held_to_his_own_target_not_to_the_companys(world):
    set_target(world.boss, "amount", "1200")
    set_target(world.boss, "amount", "240", person=world.rep)
    assert tiles.of(view(world.rep).told, ("amount",))[0][0].aim.text == "20"
    assert tiles.of(view(world.cast.mate).told, ("amount",))[0][0].aim is None


def test_figures_with_what_others_sell_or_without_what_is_below_stand_beside_no_target(world):
    cast, year = world.cast, (date(2026, 1, 1), date(2026, 12, 31))
    RoleGrant.objects.filter(role__code="sales_manager", verb="order.view").update(scope=Scope.DEPARTMENT)
    assert aims.whose(anew(world.rep.pk), 0, *year) == aims.Whose(person=world.rep.pk)
    assert aims.whose(anew(cast.head.pk), 0, *year) == aims.Whose(cast.department.pk)
    made = make_effective(cast.mate, at=AT, lines=[line(make_product(list_price=D(10)), 1)])
    Order.objects.filter(pk=made.pk).update(executing_owner=world.rep)
    facts.keep_up(at=AT, patience=0)
    make_department(parent=cast.department)
    for pk, picked in ((world.rep.pk, 0), (cast.head.pk, 0), (cast.head.pk, cast.department.pk)):
        assert aims.whose(anew(pk), picked, *year) is None


def test_a_department_narrows_figures_and_target(world):
    set_target(world.boss, "amount", "600", department=world.cast.department)
    other = world.cast.stranger.department
    mine = view(world.boss, department=str(world.cast.department.pk))
    assert tiles.of(mine.told, ("amount",))[0][0].aim.text == "50"
    theirs = tiles.of(view(world.boss, department=str(other.pk)).told, ("amount",))[0][0]
    assert (theirs.number, theirs.aim) == ("0", None)


def test_the_backlog_is_all_that_is_open_on_a_day(world):
    found = view(world.boss)
    measure = stock.measure_for(found)
    assert stock.at(found.told, measure, TODAY) == 40
    assert stock.at(found.told, measure, TODAY - timedelta(days=1)) == 30  # 20 were shipped today, 30 ordered
    tile = stock.backlog_tile(found)
    assert (tile.number, tile.direction) == ("40", "up")


def test_the_trend_has_last_year_target_and_the_way_to_its_rows(world):
    set_target(world.boss, "amount", "1200")
    paper = charts.trend(view(world.boss))
    assert [column.key for column in paper.columns] == ["time", "amount", "former", "target"]
    last = paper.rows[-1]
    assert last.is_unfinished
    assert last.cells[1:] == (D(40), D(0), D(100))
    assert "since=2026-11-01" in last.links["amount"]
    assert [one.is_target for one in paper.charts[0].series] == [False, True, False]


def test_ranking_names_the_largest_with_their_change(world):
    found = ranking.of(view(world.boss), "regions")
    place = found.places[0]
    assert (place.name, place.text, place.share, place.tone) == ("East", "40", D(100), "ok")
    assert "f.region=East" in place.url


def test_hidden_amounts_are_in_no_tile(world):
    hide("executive", "order.amount", "order.cost", "order.margin")
    boss = type(world.boss).objects.get(pk=world.boss.pk)
    found = view(boss)
    codes = [FIGURES, *(one.code for row in choosing.rows_of(found) for one in row)]
    assert not {"receivables", "promised", "money"} & set(codes)
    for code in codes:
        text = drawn(boss, code)
        assert "Order amount" not in text, code
        assert "measures=amount" not in text, code
        assert "¥" not in text, code
    assert stock.measure_for(found).code == "backlog_quantity"
    assert charts.flow(found).columns[1].key == "quantity"
    assert ranking.of(found, "regions").measure.code == "orders"


def test_strangers_count_and_see_nothing(world):
    stranger = world.cast.stranger
    assert tiles.of(view(stranger).told, ("orders",))[0][0].number == "0"
    assert queues.of(view(stranger), "risks").lines == []
    assert ranking.of(view(stranger), "customers").places == []


def test_risks_end_in_the_verb_that_fixes_them(world):
    found = queues.of(view(world.boss), "risks")
    for one in found.lines:
        assert one.act is not None
        assert one.act.url
        assert one.flag[0]


def test_decisions_wait_with_the_time_that_is_left(world):
    order = make_submitted(world.rep)
    step_owner = next(person for person in (world.cast.head, world.boss) if queues.of(view(person), "approvals").lines)
    lines = queues.of(view(step_owner, at=AT + timedelta(minutes=1)), "approvals").lines
    mine = next(one for one in lines if one.name == order.display_number)
    assert mine.sla is not None
    assert mine.act.url == f"/orders/{order.reference}/"


def test_figures_of_the_same_rights_are_asked_for_once(world, django_assert_max_num_queries):
    for code in (FIGURES, "trend", "regions"):
        first = drawing.part(view(world.boss), TILES[code])
        again = view(world.boss)
        with django_assert_max_num_queries(0):
            assert drawing.part(again, TILES[code]) == first


def test_who_sees_his_own_gets_his_own_and_nobody_elses_kept_tile(world):
    assert "40" in drawn(world.boss, "regions")
    hide("executive", "order.amount")
    boss = type(world.boss).objects.get(pk=world.boss.pk)
    assert ">40<" not in drawn(boss, "regions")


def test_the_page_asks_little_and_leaves_the_rest_to_its_tiles(world, client, now, django_assert_max_num_queries):
    client.force_login(world.boss)
    client.get("/reports/dashboard/")
    with django_assert_max_num_queries(12):
        page = client.get("/reports/dashboard/?period=this_quarter").content.decode()
    assert "tile-trend" in page
    assert "period=this_quarter" in page


def test_a_tile_answers_alone_and_as_a_page(world, client, now):
    client.force_login(world.boss)
    page = client.get("/reports/dashboard/tiles/regions/?board=executive").content.decode()
    assert "<html" in page
    part = client.get(
        "/reports/dashboard/tiles/regions/?board=executive", headers={"HX-Request": "true", "HX-Target": "tile-regions"}
    ).content.decode()
    assert "East" in part
    assert "<html" not in part


def test_choosing_a_board_keeps_it_and_its_filters(world, client, now):
    client.force_login(world.boss)
    answer = client.post("/reports/dashboard/choose/", {"board": "finance", "period": "this_year"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/reports/dashboard/?period=this_year"
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'value="finance" aria-pressed="true"' in page
    assert client.post("/reports/dashboard/choose/", {"board": "nonsense"}).status_code == 404


def test_statements_of_each_tile(world, client, now, django_assert_max_num_queries):
    """What a tile costs that nobody asked for lately, with what every request costs (session, person, rights)."""
    most = {FIGURES: 45}
    for person in (world.boss, world.cast.desk, world.cast.head):
        client.force_login(person)
        for board in choosing.boards_for(person):
            for code in board.tiles:
                if choosing.is_seen(view(person, board=board.code), TILES[code]):
                    path = f"/reports/dashboard/tiles/{code}/?board={board.code}"
                    client.get(path, headers={"HX-Request": "true"})
                    cache.clear()
                    with django_assert_max_num_queries(most.get(code, 25), info=code):
                        assert client.get(path, headers={"HX-Request": "true"}).status_code == 200


def test_boards_have_figures():
    assert all(board.figures for board in BOARDS.values())
