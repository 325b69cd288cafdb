"""Northwind, 830 orders of three years: who was served on time, by when, and what left the house.

An order counts on its own day, its lines are worth price × quantity × (1 − discount) to the cent, there is no tax;
the order's amount is that and its freight. 21 orders never left: the import closes their lines short, since nothing
proves that they went out, so they are ordered, but nobody waits for them and they are in no on-time figure, neither
above nor below. On time is told by line, as its definition says, on the day for which the customer asked.
"""

import pytest

from accounts.people.models import User
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.figures.tests import real_data as real
from reports.figures.tests.real_data import Decimal, ask, cents, faults, shown, summed, told

pytestmark = real.MARKS
YEARS = (1996, 1998)


@pytest.fixture(scope="module")
def come_in(once_a_file):
    staff = [f"{row['FirstName']} {row['LastName']}" for row in real.rows("northwind", "employees")]
    once_a_file(lambda: real.come_in(real.paths("northwind"), real.profile("northwind"), staff))


@pytest.fixture(scope="module")
def lines():
    """Raw lines with what their order, customer, product and employee say; ``Worth`` in cents."""
    headers = {row["OrderID"]: row for row in real.rows("northwind", "orders")}
    names = {row["EmployeeID"]: f"{row['FirstName']} {row['LastName']}" for row in real.rows("northwind", "employees")}
    customers = {row["CustomerID"]: row for row in real.rows("northwind", "customers")}
    products = {row["ProductID"]: row for row in real.rows("northwind", "products")}
    categories = {row["CategoryID"]: row["CategoryName"] for row in real.rows("northwind", "categories")}
    found = []
    for row in real.rows("northwind", "order_details"):
        order, product = headers[row["OrderID"]], products[row["ProductID"]]
        worth = Decimal(row["UnitPrice"]) * Decimal(row["Quantity"]) * (1 - Decimal(row["Discount"]))
        more = {
            "Worth": cents(worth),
            "Exact": worth,
            "Employee": names[order["EmployeeID"]],
            "Country": customers[order["CustomerID"]]["Country"],
            "Product": f"NW-{row['ProductID']} {product['ProductName']}",
            "Category": categories[product["CategoryID"]],
        }
        found.append({**order, **row, **more})
    return found


@pytest.fixture(scope="module")
def orders(lines):
    """The raw orders, with their lines and freight brought together."""
    found = {}
    for row in lines:
        order = found.setdefault(row["OrderID"], {**row, "Total": cents(row["Freight"])})
        order["Total"] += row["Worth"]
    return list(found.values())


@pytest.mark.usefixtures("come_in", "once_a_file")
class TestNorthwind:
    def test_everything_came_in(self, lines, orders):
        whole = told(ask("orders", "lines", "quantity", "amount", years=YEARS))
        assert whole == (830, 2_155, 51_317, sum(one["Total"] for one in orders))
        # what the README gives, to within the half cent that each line was rounded by
        assert abs(sum(one["Worth"] for one in lines) - Decimal("1265793.0395")) < Decimal("0.005") * len(lines)
        assert len(orders) == 830

    def test_orders_and_amounts_by_year_and_month(self, orders):
        for axis, digits in (("year", 4), ("month", 7)):
            expected = summed(
                orders, lambda row, n=digits: row["OrderDate"][:n], lambda _row: 1, lambda row: row["Total"]
            )
            assert shown(ask("orders", "amount", by=(axis,), years=YEARS)) == expected

    def test_lines_on_time_by_the_day_that_was_asked_for(self, lines):
        shipped = [row for row in lines if row["ShippedDate"]]
        assert len({row["OrderID"] for row in shipped}) == 809

        def is_kept(row):
            return int(row["ShippedDate"] <= row["RequiredDate"])

        for axis, key in (
            ("year", lambda row: row["RequiredDate"][:4]),
            ("month", lambda row: row["RequiredDate"][:7]),
            ("salesperson", lambda row: row["Employee"]),
            ("region", lambda row: row["Country"]),
            ("category", lambda row: row["Category"]),
            ("product", lambda row: row["Product"]),
        ):
            counts = summed(shipped, key, is_kept, lambda _row: 1)
            answer = ask("on_time_requested", by=(axis,), years=YEARS)
            (measure,) = answer.question.asked
            parts = {answer.names[axis][one.keys[0]]: measure.parts(one.sums) for one in answer.groups.values()}
            assert parts == counts, axis
            shares = {name: Decimal(kept) / due for name, (kept, due) in counts.items() if kept}
            assert {name: value for name, (value,) in shown(answer).items()} == shares

    def test_late_lines_are_those_of_the_37_late_orders(self, lines):
        late = [row for row in lines if row["ShippedDate"] > row["RequiredDate"]]
        assert len({row["OrderID"] for row in late}) == 37
        answer = ask("on_time_requested", years=YEARS)
        kept, due = answer.question.asked[0].parts(answer.whole.sums)
        assert due - kept == len(late)
        flows = Flow.objects.filter(kind=Kind.REQUESTED, hits=0)
        assert flows.values("order_id").distinct().count() == 37

    def test_what_left_the_house_by_month_and_day(self, lines):
        shipped = [row for row in lines if row["ShippedDate"]]
        for axis, digits in (("year", 4), ("month", 7), ("day", 10)):
            expected = summed(
                shipped,
                lambda row, n=digits: row["ShippedDate"][:n],
                lambda row: row["Worth"],
                lambda row: int(row["Quantity"]),
            )
            assert shown(ask("shipped", "shipped_quantity", by=(axis,), years=YEARS)) == expected

    def test_products_and_categories_without_freight(self, lines):
        for axis, key in (("product", "Product"), ("category", "Category")):
            expected = summed(
                lines,
                lambda row, name=key: row[name],
                lambda row: int(row["Quantity"]),
                lambda row: row["Worth"],
                lambda _row: 1,
            )
            assert shown(ask("quantity", "amount", "lines", by=(axis,), years=YEARS)) == expected
        many = {}
        for row in lines:
            many.setdefault(row["Category"], set()).add(row["OrderID"])
        counted = {name: value for name, (value,) in shown(ask("orders", by=("category",), years=YEARS)).items()}
        assert counted == {name: len(orders) for name, orders in many.items()}

    def test_salespeople_and_countries_with_freight(self, orders):
        for axis, key in (("salesperson", "Employee"), ("region", "Country")):
            expected = summed(orders, lambda row, name=key: row[name], lambda _row: 1, lambda row: row["Total"])
            assert shown(ask("orders", "amount", by=(axis,), years=YEARS)) == expected
        both = summed(
            orders, lambda row: (row["Employee"], row["OrderDate"][:4]), lambda _row: 1, lambda row: row["Total"]
        )
        answer = ask("orders", "amount", by=("salesperson", "year"), years=YEARS)
        assert shown(answer) == both

    def test_a_salesperson_who_asks_gets_the_figures_of_his_own_orders(self, orders):
        sellers = {row["Employee"] for row in orders}
        staff = User.objects.filter(name__in=sellers)
        assert len(staff) == len(sellers) == 9
        for person in staff:
            own = [row for row in orders if row["Employee"] == person.name]
            expected = summed(own, lambda row: row["OrderDate"][:4], lambda _row: 1, lambda row: row["Total"])
            assert shown(ask("orders", "amount", by=("year",), years=YEARS, actor=person)) == expected

    def test_nothing_is_left_open_and_nothing_differs_from_the_documents(self, lines):
        moved = {kind: sum(Flow.objects.filter(kind=kind).values_list("quantity", flat=True)) for kind in Kind}
        never = sum(int(row["Quantity"]) for row in lines if not row["ShippedDate"])
        assert moved[Kind.LET_GO] == -never
        assert moved[Kind.NEW] + moved[Kind.LET_GO] == moved[Kind.SHIPPED]
        assert faults() == ((), 0)
