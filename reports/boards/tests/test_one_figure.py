"""A key figure by itself: two years month by month beside target and year before, and by department."""

from decimal import Decimal as D

import pytest

from accounts.models import FieldRule
from accounts.people.queries import system_user
from accounts.roles import operations as roles
from accounts.roles.models import Role
from common import clock, errors
from orders.tests.builders import AT, TODAY
from reports.boards import choosing, course
from reports.boards.tests.worlds import make_world, set_target
from reports.figures.measures import measures
from reports.figures.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    made = make_world()
    monkeypatch.setattr(clock, "now", lambda: AT)
    return made


def paper(actor, code, **given):
    return course.of(choosing.told_of(actor, given, TODAY, period=Period.THIS_MONTH), code)


def test_two_years_stand_beside_the_year_before(world):
    found = paper(world.boss, "amount")
    assert len(found.rows) == 12  # nothing before
    assert found.rows[-1].cells[:3] == ("2026-11", D(40), D(0))
    assert found.rows[-2].cells[:2] == ("2026-10", D(20))
    assert found.rows[-1].is_unfinished
    assert [column.key for column in found.columns] == ["month", "amount", "former", "change"]


def test_target_and_attainment_stand_beside_it_where_one_is_set(world):
    set_target(world.boss, "amount", "1200")
    set_target(world.boss, "amount", "600", department=world.cast.department)
    found = paper(world.boss, "amount")
    assert found.rows[-1].cells[-2:] == (D(100), D("0.4"))
    by_department = found.parts[0]
    assert by_department.rows[0].cells[0] == world.cast.department.name
    assert by_department.rows[0].cells[-2:] == (D(50), D("0.8"))
    assert by_department.sums[-2:] == (D(100), D("0.4"))


def test_the_backlog_is_told_at_the_end_of_each_month(world):
    found = paper(world.boss, "backlog")
    assert [row.cells[1] for row in found.rows[-2:]] == [D(20), D(40)]
    assert found.parts == ()


def test_a_hidden_or_unknown_figure_is_not_told(world, client):
    rules = {"order.amount": FieldRule.Effect.HIDE}
    roles.set_field_rules(actor=system_user(), role_id=Role.objects.get(code="executive").pk, rules=rules, at=AT)
    boss = type(world.boss).objects.get(pk=world.boss.pk)
    with pytest.raises(errors.NotAllowed):
        paper(boss, "amount")
    with pytest.raises(errors.NotFound):
        paper(boss, "nonsense")
    client.force_login(boss)
    assert client.get("/reports/key-figures/amount/").status_code == 403
    assert client.get("/reports/key-figures/nonsense/").status_code == 404


def test_every_figure_has_its_page(world, client, django_assert_max_num_queries):
    client.force_login(world.boss)
    for code in measures:
        assert client.get(f"/reports/key-figures/{code}/").status_code == 200, code
    with django_assert_max_num_queries(50):
        client.get("/reports/key-figures/on_time/?period=this_year")
