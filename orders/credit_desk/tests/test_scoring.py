"""The score, part by part, and the weeks to come: pure."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orders.credit_desk import history, projection
from orders.credit_desk.projection import Due
from orders.credit_desk.rules import SHIPPED, fault_of
from orders.credit_desk.scoring import Part, Payment, score

D = Decimal
TODAY = date(2026, 11, 20)
LIMIT = D(1200)
DATA = Path(__file__).parents[4] / "shared" / "data"


def paid(late, days_ago=100, amount=100, disputed=False):
    due = TODAY - timedelta(days=days_ago)
    return Payment(due, due + timedelta(days=late), D(amount), disputed)


def points(payments):
    found = score(payments, TODAY, SHIPPED)
    return {str(one.part): one.points for one in found.parts}, found


def test_who_always_pays_in_time_gets_all_points_but_half_of_the_trend():
    parts, found = points([paid(0, ago) for ago in (300, 200, 100)])
    assert parts == {"days_late": 40, "share_late": 30, "trend": 5, "disputes": 20}
    assert (found.total, found.grade, found.payments) == (95, "A", 3)


def test_every_part_has_its_own_figure():
    parts, found = points([paid(15, 300), paid(15, 200), paid(15, 100, disputed=True)])
    assert parts["days_late"] == 20 and parts["share_late"] == 0 and parts["trend"] == 5
    assert [round(one.figure) for one in found.parts] == [15, 100, 0, 33]
    assert found.grade == "D"


def test_late_money_counts_by_its_amount_and_what_gets_worse_costs_points():
    light, _found = points([paid(0, 300, 1000), paid(0, 200, 1000), paid(30, 100, 1)])
    heavy, _found = points([paid(0, 300, 1), paid(0, 200, 1), paid(30, 100, 1000)])
    assert light["days_late"] > heavy["days_late"]
    assert light["trend"] == 0
    better, _found = points([paid(30, 300), paid(30, 200), paid(0, 100)])
    assert better["trend"] == 10


def test_what_is_overdue_counts_as_late_and_what_is_not_due_says_nothing():
    open_late = Payment(TODAY - timedelta(days=20), None, D(100))
    to_come = Payment(TODAY + timedelta(days=5), None, D(10**6))
    _parts, found = points([paid(0, 300), paid(0, 200), open_late, to_come])
    assert found.payments == 3
    assert next(one.figure for one in found.parts if one.part == Part.SHARE_LATE) == pytest.approx(D(100) / 3)
    assert score([paid(0), paid(0), to_come], TODAY, SHIPPED) is None


def test_the_habit_is_the_median_of_the_last_payments():
    assert history.habit([]) == 0
    assert history.habit([paid(90, 900 - n) for n in range(5)] + [paid(7, 100 - n) for n in range(12)]) == 7
    assert history.habit([paid(-5), paid(-5), paid(2)]) == 0


@pytest.mark.parametrize(
    "value",
    [{"points.fun": 1}, {"grades.B": "90"}, {"months": "0"}, {f"points.{part}": "0" for part in Part}, {"months": "x"}],
)
def test_rules_make_sense(value):
    assert fault_of(value)


def test_the_weeks_fall_by_what_comes_in_by_habit():
    ahead = projection.weeks(
        today=TODAY,
        exposure=D(1000),
        dues=[
            Due(D(300), TODAY + timedelta(days=1)),  # + 8 days of habit: second week
            Due(D(100), TODAY - timedelta(days=40)),  # overdue: not before next week
            Due(D(50), None, ships=TODAY, days=14),
            Due(D(999), None),  # nobody knows when
        ],
        shipments=[(TODAY - timedelta(days=3), D(70)), (TODAY + timedelta(days=8), D(30)), (None, D(5))],
        habit=8,
        limit_on=lambda day: D(1200) if day < TODAY + timedelta(days=20) else D(0),
    )
    assert [week.receives for week in ahead[:4]] == [0, 400, 0, 50]
    assert [week.exposure for week in ahead[:4]] == [1000, 600, 600, 550]
    assert [week.ships for week in ahead[:2]] == [70, 30]
    assert [week.room for week in ahead[:3]] == [200, 600, -600]


def test_the_largest_safe_order_looks_at_the_weeks_in_which_it_ships():
    def safe(limit: D | None = LIMIT, cap=None, held=False, rooms=(500, 600)):
        ahead = [projection.Week(TODAY, D(0), D(0), D(0), D(room)) for room in rooms]
        return projection.largest_safe(exposure=D(1000), limit=limit, cap=cap, is_held=held, ahead=ahead)

    assert safe() == 200
    assert safe(cap=D(150)) == 150
    assert safe(rooms=(500, 90)) == 90
    assert safe(rooms=(500, -90)) == 0
    assert safe(held=True) == 0
    assert safe(limit=None, rooms=()) is None
    assert safe(limit=None, cap=D(10), rooms=()) == 10


@pytest.mark.skipif(not (DATA / "ar_ibm").exists(), reason="the data set is not here")
def test_on_real_receivables_a_worse_grade_pays_later():
    from bench import credit_score

    judged = credit_score.judge(credit_score.ibm(DATA))
    shares = [share for _count, share in credit_score.by_grade(judged).values()]
    assert shares == sorted(shares) and len(shares) == 4
    assert credit_score.auc(judged) > 0.8
