"""How a board is arranged: one's own before the role's before the house's; never a tile that is not one's to see."""

import pytest

from accounts.models import FieldRule
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from orders.tests.builders import AT
from reports.boards import arrangements, choosing, operations
from reports.boards.catalogue import BOARDS
from reports.boards.models import BoardArrangement

pytestmark = pytest.mark.django_db
EXECUTIVE = BOARDS["executive"]


def arrange(actor, board="executive", figures=("orders",), tiles=("risks", "trend"), **more):
    placed = [{"code": one} if isinstance(one, str) else one for one in tiles]
    return operations.arrange(actor=actor, board=board, figures=list(figures), tiles=placed, at=AT, **more)


def shown(actor, board="executive"):
    view, kept = choosing.as_arranged(choosing.view_of(actor, {"board": board}, AT))
    return view.figures, [[one.code for one in row] for row in choosing.rows_of(view, kept)], kept.origin


def hide(role, *fields):
    row = Role.objects.get(code=role)
    rules = dict.fromkeys(fields, FieldRule.Effect.HIDE)
    roles.set_field_rules(actor=system_user(), role_id=row.pk, rules=rules, at=AT)


def take_away(role, *verbs):
    row = Role.objects.get(code=role)
    roles.set_grants(actor=system_user(), role_id=row.pk, grants=dict.fromkeys(verbs, ""), at=AT)


def again(person):
    """The same person with the rights that he has now."""
    return type(person).objects.get(pk=person.pk)


def test_a_board_stands_as_its_reader_arranged_it_and_for_nobody_else():
    boss, other = make_user("executive"), make_user("executive")
    arrange(boss, figures=("backlog", "orders"), tiles=({"code": "flow", "size": "WHOLE"}, "tasks", "risks"))
    figures, rows, origin = shown(boss)
    assert (figures, origin) == (("backlog", "orders"), arrangements.OWN)
    assert rows[0] == ["flow"]
    assert "trend" not in [code for row in rows for code in row]
    assert shown(other) == (EXECUTIVE.figures, [list(row) for row in EXECUTIVE.rows], arrangements.HOUSE)


def test_a_tile_of_a_right_or_field_that_he_lacks_never_appears_even_if_it_was_put_there(client):
    take_away("executive", "receipt.view")
    boss = make_user("executive")
    arrange(boss, figures=("amount", "orders"), tiles=("receivables", "money", "risks", "intake"))
    assert shown(boss)[1] == [["risks", *[c for c in ("intake",) if boss.can("intake.dispatch")]]]
    hide("executive", "order.amount")
    client.force_login(boss)
    page = client.get("/reports/dashboard/?board=executive").content.decode()
    assert "tile-receivables" not in page
    assert "tile-money" not in page
    figures = client.get("/reports/dashboard/tiles/figures/?board=executive", headers={"HX-Request": "true"})
    assert "Order amount" not in figures.content.decode()
    assert client.get("/reports/dashboard/tiles/receivables/?board=executive").status_code == 404
    answer = client.get("/api/v1/boards/executive/").json()
    assert [one["code"] for one in answer["figures"]] == ["orders"]
    assert not {"receivables", "money"} & {one["code"] for one in answer["tiles"]}
    assert client.get("/api/v1/boards/executive/tiles/receivables/").status_code == 404


def test_a_tile_that_he_may_not_see_yet_waits_at_its_place():
    take_away("executive", "exception.view")
    boss = make_user("executive")
    arrange(boss, tiles=("risks", "products"))
    grants = dict.fromkeys(["exception.view"], "ALL")
    roles.set_grants(actor=system_user(), role_id=Role.objects.get(code="executive").pk, grants=grants, at=AT)
    assert shown(again(boss))[1] == [["risks", "products", "exceptions"]]


def test_a_role_has_its_arrangement_until_somebody_makes_his_own():
    boss, admin = make_user("executive"), make_user("administrator")
    arrange(admin, figures=("orders", "on_time"), tiles=("risks",), role="executive")
    assert shown(boss) == (("orders", "on_time"), [["risks"]], arrangements.ROLE)
    assert shown(admin)[2] == arrangements.HOUSE
    assert Event.objects.filter(kind=operations.ARRANGED).count() == 1
    row = arrange(boss, tiles=("flow",))
    assert shown(boss)[2] == arrangements.OWN
    operations.go_back(actor=boss, board="executive", version=row.version, at=AT)
    assert shown(boss)[2] == arrangements.ROLE
    operations.go_back(actor=admin, board="executive", role="executive", at=AT)
    assert shown(boss)[2] == arrangements.HOUSE


def test_only_who_shares_reports_arranges_for_a_role_and_only_for_those_of_the_board():
    rep, admin = make_user("sales"), make_user("administrator")
    with pytest.raises(errors.NotAllowed):
        arrange(rep, board="sales", role="sales")
    for role in ("finance", "nonsense"):
        with pytest.raises(errors.NotFound):
            arrange(admin, role=role)
    assert not BoardArrangement.objects.exists()


def test_a_board_that_is_not_his_is_not_arranged():
    with pytest.raises(errors.NotFound):
        arrange(make_user("sales"), board="executive")
    take_away("sales", "report.view")
    with pytest.raises(errors.NotAllowed):
        arrange(make_user("sales"), board="sales")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"figures": []}, "figures"),
        ({"figures": ["nonsense"]}, "figures"),
        ({"figures": ["orders", "orders"]}, "figures"),
        ({"figures": list(arrangements.FIGURE_CODES[:13])}, "figures"),
        ({"tiles": ["nonsense"]}, "tiles"),
        ({"tiles": ["figures"]}, "tiles"),
        ({"tiles": ["risks", "risks"]}, "tiles"),
        ({"tiles": [{"code": "risks", "size": "HUGE"}]}, "tiles"),
    ],
)
def test_what_cannot_stand_there_is_refused_by_name(given, field):
    with pytest.raises(errors.Invalid) as refused:
        arrange(make_user("executive"), **given)
    assert list(refused.value.fields) == [field]


def test_an_old_version_is_refused_and_the_same_again_changes_nothing():
    boss = make_user("executive")
    assert arrange(boss, version=0).version == 1
    assert arrange(boss, version=1).version == 1
    with pytest.raises(errors.Stale):
        arrange(boss, tiles=("flow",), version=0)
    assert operations.go_back(actor=boss, board="executive", version=1, at=AT).version == 2
    with pytest.raises(errors.Stale):
        arrange(boss, version=1)


def test_every_board_may_hold_no_tile_at_all():
    boss = make_user("executive")
    arrange(boss, tiles=())
    assert shown(boss)[1] == []
