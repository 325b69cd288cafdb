"""Whose board is first, who may look at which, which tiles stand on it, and what a tile that is not his answers."""

import pytest

from accounts.people import operations as people
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_department, make_user
from common import errors
from orders.tests.builders import AT
from reports.boards import catalogue, choosing, pace
from reports.boards.catalogue import BOARDS, FIGURES, TILES
from reports.figures.measures import measures
from tasks.tests.builders import make_shop

pytestmark = pytest.mark.django_db


def view(actor, **given):
    return choosing.view_of(actor, given, AT)


def codes(actor):
    return [one.code for one in choosing.boards_for(actor)]


@pytest.mark.parametrize(
    ("role", "board"),
    [
        ("sales", "sales"),
        ("order_desk", "desk"),
        ("sales_manager", "manager"),
        ("finance", "finance"),
        ("executive", "executive"),
        ("administrator", "executive"),
    ],
)
def test_everybody_sees_the_board_of_his_role_first(role, board):
    assert view(make_user(role)).board.code == board


def test_who_leads_a_department_sees_its_board_and_who_leads_sellers_manages_sales():
    shop = make_shop()
    assert view(shop.foreman).board.code == "department"
    assert "department" not in codes(shop.worker)
    seller = make_user(roles=["sales", "department_head"], department=make_department(kind="SALES"))
    assert view(seller).board.code == "manager"


def test_a_board_that_is_not_his_is_not_found():
    rep = make_user("sales")
    assert codes(rep) == ["sales"]
    for code in ("executive", "finance", "nonsense"):
        with pytest.raises(errors.NotFound):
            view(rep, board=code)
        with pytest.raises(errors.NotFound):
            choosing.choose(actor=rep, board=code, at=AT)


def test_the_executives_board_is_only_for_who_sees_every_order():
    manager = make_user("sales_manager")
    assert "manager" in codes(manager)
    assert "executive" not in codes(manager)


def test_a_choice_is_kept_until_it_is_not_his_any_more():
    boss = make_user("executive")
    choosing.choose(actor=boss, board="finance", at=AT)
    assert view(boss).board.code == "finance"
    people.remember(actor=boss, key=choosing.CHOICE, value="gone", at=AT)
    assert view(boss).board.code == "executive"


def take_away(role, *verbs):
    row = Role.objects.get(code=role)
    roles.set_grants(actor=system_user(), role_id=row.pk, grants=dict.fromkeys(verbs, ""), at=AT)


def test_a_tile_of_a_right_that_he_lacks_is_neither_drawn_nor_answered(client):
    take_away("finance", "credit.special")
    money = make_user("finance")
    seen = {one.code for row in choosing.rows_of(view(money)) for one in row}
    assert "approvals" not in seen
    assert "receivables" in seen
    client.force_login(money)
    assert "tile-approvals" not in client.get("/reports/dashboard/").content.decode()
    address = "/reports/dashboard/tiles/%s/?board=finance"
    assert client.get(address % "receivables").status_code == 200
    for code in ("approvals", "intake", "nonsense"):
        assert client.get(address % code).status_code == 404


def test_nobody_without_reports_has_a_board(client):
    take_away("sales", "report.view")
    rep = make_user("sales")
    client.force_login(rep)
    for path in ("", "tiles/figures/", "wall/", "wall/slide/"):
        assert client.get(f"/reports/dashboard/{path}").status_code == 403
    assert "/reports/dashboard/" not in client.get("/").content.decode()


def test_every_tile_and_figure_of_a_board_is_known_and_each_tile_stands_somewhere():
    named = {code for board in BOARDS.values() for code in board.tiles}
    assert named == set(TILES)
    for board in BOARDS.values():
        assert len(set(board.tiles)) == len(board.tiles)
        assert board.tiles[0] == FIGURES
        assert all(len(row) <= 3 for row in board.rows)
        assert all(code in measures or code == pace.CODE for code in board.figures)


def test_the_first_board_is_one_that_is_offered():
    assert catalogue.first_of({"finance"}, sells=False, offered={"sales"}) == "sales"
    assert catalogue.first_of(set(), sells=False, offered=set()) == ""


def test_departments_are_offered_to_who_sees_more_than_one(client):
    office = make_department(kind="MANAGEMENT")
    east, west = make_department(kind="SALES", parent=office), make_department(kind="SALES", parent=office)
    make_department(kind="FINANCE", parent=office)
    boss = make_user("executive", department=office)
    assert {one.pk for one in choosing.departments_for(boss)} >= {east.pk, west.pk}
    assert choosing.departments_for(make_user("sales", department=east)) == []
    assert view(boss, department=str(east.pk)).departments == (east.pk,)
    with pytest.raises(errors.NotFound):
        view(make_user("sales_manager", department=west), department=str(east.pk))
