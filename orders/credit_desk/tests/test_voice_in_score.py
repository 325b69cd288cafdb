"""What a customer said adds points to the score of his payments, or takes some: pure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from customers.grading import Grade
from orders.credit_desk import rules
from orders.credit_desk.rules import SHIPPED
from orders.credit_desk.scoring import SILENT, Part, Payment, Voice, of_voice, score, steps

D = Decimal
TODAY = date(2026, 11, 20)
SINCE = date(2025, 11, 13)


def paid(late=0):
    return [Payment(TODAY - timedelta(days=ago), TODAY - timedelta(days=ago - late), D(100)) for ago in (300, 200, 100)]


def points(**said):
    return {str(one.part): one.points for one in of_voice(Voice(since=SINCE, **said), SHIPPED)}


def test_who_said_nothing_has_the_score_of_his_payments():
    silent, alone = score(paid(), TODAY, SHIPPED), score(paid(), TODAY, SHIPPED, Voice(orders=40))
    assert (silent.total, silent.parts) == (alone.total, alone.parts) == (95, silent.parts)
    assert not silent.is_by_voice


@pytest.mark.parametrize(("sum_of_three", "given"), [(15, 5), (9, 0), (3, -5), (12, "2.5"), (6, "-2.5")])
def test_satisfaction_adds_above_its_middle_and_takes_below(sum_of_three, given):
    assert points(answers=3, score_sum=sum_of_three) == {"satisfaction": D(given)}


def test_too_few_answers_say_nothing():
    assert points(answers=2, score_sum=2) == {}


def test_complaints_take_by_how_many_orders_they_come_with_and_never_more_than_all():
    assert points(complaints=1, orders=10) == {"complaints": D(-1)}
    assert points(complaints=7, orders=2) == points(complaints=7) == {"complaints": D(-5)}


def test_one_complaint_more_never_makes_a_better_score():
    found = [score(paid(8), TODAY, SHIPPED, Voice(complaints=n, orders=12)).total for n in range(8)]
    assert found == sorted(found, reverse=True) and len(set(found)) > 5


def test_the_score_stays_between_zero_and_a_hundred():
    happy = score(paid(), TODAY, SHIPPED, Voice(answers=9, score_sum=45))
    assert happy.total == 100
    unpaid = [Payment(TODAY - timedelta(days=60 * n), None, D(100), disputed=True) for n in (3, 2, 1)]
    later = [
        Payment(one.due, one.due + timedelta(days=late), D(100), True)
        for one, late in zip(unpaid, (0, 1, 99), strict=True)
    ]
    awful = score([*unpaid, *later], TODAY, SHIPPED, Voice(answers=9, score_sum=9, complaints=9))
    assert awful.total == 0 and awful.grade == Grade.D


def test_a_part_says_on_what_it_stands():
    (one,) = of_voice(Voice(complaints=2, orders=25, since=SINCE), SHIPPED)
    assert one.stored() == {
        "name": "complaints",
        "figure": "8.0",
        "points": "-0.80",
        "most": "5.00",
        "count": 2,
        "orders": 25,
        "since": "2025-11-13",
    }


def test_a_part_without_points_is_left_out():
    silent = rules.Rules(**{**SHIPPED.__dict__, "points": {**SHIPPED.points, Part.COMPLAINTS: D(0)}})
    assert of_voice(Voice(complaints=5, orders=5), silent) == []


def test_a_grade_that_only_the_voice_makes_is_said_to_be_so():
    found = score(paid(7), TODAY, SHIPPED, Voice(answers=3, score_sum=3, complaints=5))
    alone = score(paid(7), TODAY, SHIPPED, SILENT)
    assert found.by_payments == alone.grade and found.is_by_voice == (found.grade != alone.grade)


A, B, C, D_ = Grade.A, Grade.B, Grade.C, Grade.D


@pytest.mark.parametrize(
    ("present", "wanted", "alone", "by_rule", "kept"),
    [
        ("B", C, B, False, [(C, False)]),
        ("B", B, B, True, [(B, True)]),
        ("B", C, B, True, [(C, False)]),  # the voice alone takes nothing away by itself
        ("B", A, B, True, [(A, False)]),  # and gives nothing by itself
        ("A", C, B, True, [(B, True), (C, False)]),  # what the payments take away holds at once
        ("", C, B, True, [(B, True), (C, False)]),
        ("C", C, B, True, [(C, False)]),  # decided before: nothing to be done
        ("D", C, B, True, [(C, False)]),
    ],
)
def test_which_grades_hold_at_once(present, wanted, alone, by_rule, kept):
    assert steps(present, wanted, alone, is_by_rule=by_rule) == kept


def test_points_of_the_voice_alone_are_no_rules():
    none = {f"points.{part}": "0" for part in ("days_late", "share_late", "trend", "disputes")}
    assert rules.fault_of(none)
    assert not rules.fault_of({"points.satisfaction": "0", "points.complaints": "0"})
