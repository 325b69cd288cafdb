"""Amounts of an order (SEMANTICS 4): pure arithmetic."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from common.money import TaxMode
from orders.order import totals

D = Decimal
ZERO, RATE = D(0), D("0.13")


@dataclass
class Line:
    ordered: Decimal
    price: Decimal
    discount: Decimal = ZERO
    tax_rate: Decimal = RATE
    unit_cost: Decimal = ZERO
    amount: Decimal = ZERO
    reduction: Decimal = ZERO
    tax: Decimal = ZERO
    net: Decimal = ZERO


def line(quantity, price, **fields):
    return Line(D(quantity), D(price), **{name: D(value) for name, value in fields.items()})


def test_tax_is_taken_out_of_an_inclusive_price():
    one = line(3, "113.00")
    sums = totals.compute_lines([one], tax_mode=TaxMode.INCLUSIVE)
    assert (one.amount, one.tax, one.net) == (D("339.00"), D("39.00"), D("300.00"))
    assert (sums.total, sums.tax, sums.net) == (D("339.00"), D("39.00"), D("300.00"))


def test_tax_is_put_onto_an_exclusive_price():
    one = line(3, "100.00")
    sums = totals.compute_lines([one], tax_mode=TaxMode.EXCLUSIVE)
    assert (one.amount, one.tax, one.net) == (D("339.00"), D("39.00"), D("300.00"))
    assert sums.total == D("339.00")


def test_half_a_cent_rounds_up():
    one = line(1, "0.005", tax_rate="0")
    totals.compute_lines([one], tax_mode=TaxMode.INCLUSIVE)
    assert one.amount == D("0.01")


def test_the_reduction_is_spread_to_the_cent_by_largest_remainder():
    lines = [line(1, "10.00"), line(1, "10.00"), line(1, "10.00")]
    sums = totals.compute_lines(lines, tax_mode=TaxMode.INCLUSIVE, freight=D("5.00"), reduction=D("1.00"))
    assert [one.reduction for one in lines] == [D("0.34"), D("0.33"), D("0.33")]
    assert sums.total == D("34.00")
    assert sums.lines == D("30.00")
    assert sums.net + sums.tax == D("29.00")
    for one in lines:
        assert one.net + one.tax == one.amount - one.reduction


def test_a_free_line_bears_nothing_of_the_reduction():
    lines = [line(1, "0"), line(1, "10.00")]
    totals.compute_lines(lines, tax_mode=TaxMode.INCLUSIVE, reduction=D("1.00"))
    assert [one.reduction for one in lines] == [D(0), D("1.00")]


def test_a_reduction_above_the_worth_of_the_lines_is_refused():
    with pytest.raises(ValueError, match="more than the lines are worth"):
        totals.compute_lines([line(1, "10.00")], tax_mode=TaxMode.INCLUSIVE, reduction=D("10.01"))


def test_cost_is_quantity_times_frozen_unit_cost():
    sums = totals.compute_lines([line(3, "10.00", unit_cost="4.335")], tax_mode=TaxMode.INCLUSIVE)
    assert sums.cost == D("13.01")


@pytest.mark.parametrize(("quantity", "worth"), [("0", "0"), ("1", "33.33"), ("3", "100.00"), ("4", "100.00")], ids=str)
def test_the_worth_of_part_of_a_line_never_passes_the_line(quantity, worth):
    one = line(3, "0")
    one.amount = D("100.00")
    assert totals.value_of(one, D(quantity)) == D(worth)


def test_the_charged_worth_is_after_the_reduction():
    one = line(4, "0")
    one.amount, one.reduction = D("100.00"), D("1.00")
    assert totals.value_of(one, D(1), charged=True) == D("24.75")
