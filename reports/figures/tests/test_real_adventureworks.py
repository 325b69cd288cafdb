"""AdventureWorks, one order in six of 31,465 in four years (all with ORDERS_TEST_WHOLE): by year, month, territory,
product, category and salesperson.

What is compared, and how it is rounded: an order is worth its TotalDue (tax and freight within) and, without tax, its
SubTotal, each to the cent; a line its LineTotal to the cent and, with tax, what its share of the order's tax makes of
it. The file knows tax of orders only; the import spreads it over the lines by their net value, to a millionth, and the
largest line takes what that leaves: so does the test. Freight is in no line, so products come to less than orders.
Discounts are in LineTotal already. Web orders have no salesperson. A customer's territory is the order's in all rows.
"""

from collections import defaultdict

import pytest

from reports.figures.tests import real_data as real
from reports.figures.tests.real_data import Decimal, ask, cents, faults, shown, summed, told

pytestmark = real.MARKS
YEARS = (2011, 2014)
NOBODY = "(none)"
# the profile as it stands, and who sold
PROFILE = real.changed(
    real.profile("adventureworks"),
    ('details = "sales_order_detail.csv*"\n', 'details = "sales_order_detail.csv*"\nemployees = "employee.csv*"\n'),
    (
        "[orders.fields]\n",
        """[orders.join]
seller = { file = "employees", match = "SalesPersonID", key = "BusinessEntityID" }

[orders.fields]
salesperson = "seller.FullName"
""",
    ),
)


_NUMBERED = dict.fromkeys(
    ("sales_order_header", "sales_order_detail", "sales_order_header_sales_reason"), "SalesOrderID"
)


def rows(name):
    found = real.rows("adventureworks", name)
    return [row for row in found if real.is_kept(row["SalesOrderID"])] if name in _NUMBERED else found


@pytest.fixture(scope="module")
def come_in(once_a_file, tmp_path_factory):
    files = real.thinned("adventureworks", _NUMBERED, tmp_path_factory.mktemp("adventureworks"))
    staff = [row["FullName"] for row in rows("employee") if row["FullName"]]
    once_a_file(lambda: real.come_in(files, PROFILE, staff))


@pytest.fixture(scope="module")
def orders():
    """Raw headers with the names of territory and salesperson; amounts in cents."""
    territories = {row["TerritoryID"]: row for row in rows("sales_territory")}
    sellers = {row["BusinessEntityID"]: row["FullName"] for row in rows("employee")} | {"": NOBODY}
    found = rows("sales_order_header")
    for row in found:
        row["Seller"] = sellers[row["SalesPersonID"]]
        row["Territory"], row["Group"] = (territories[row["TerritoryID"]][name] for name in ("Name", "Group"))
        row["Total"], row["Net"] = cents(row["TotalDue"]), cents(row["SubTotal"])
    return found


@pytest.fixture(scope="module")
def lines(orders):
    """Raw lines with their share of the order's tax, their product and their order; amounts in cents."""
    headers = {row["SalesOrderID"]: row for row in orders}
    products = {row["ProductID"]: row for row in rows("product")}
    kinds = {row["ProductSubcategoryID"]: row["Name"] for row in rows("product_subcategory")}
    by_order = defaultdict(list)
    for row in rows("sales_order_detail"):
        by_order[row["SalesOrderID"]].append(row)
    millionth = Decimal("0.000001")
    for number, parts in by_order.items():
        order = headers[number]
        tax, net = Decimal(order["TaxAmt"]), sum(Decimal(row["LineTotal"]) for row in parts)
        for row in parts:
            product = products[row["ProductID"]]
            row["Tax"] = (tax * Decimal(row["LineTotal"]) / net).quantize(millionth, real.ROUND_HALF_UP)
            row["Product"] = f"{product['ProductNumber']} {product['Name']}"
            row["Category"] = kinds[product["ProductSubcategoryID"]]
            row["Order"] = order
        largest = max(parts, key=lambda row: Decimal(row["LineTotal"]))  # of equals the first
        largest["Tax"] += tax - sum(row["Tax"] for row in parts)
        for row in parts:
            row["Net"], row["Worth"] = cents(row["LineTotal"]), cents(Decimal(row["LineTotal"]) + row["Tax"])
    return [row for parts in by_order.values() for row in parts]


def total_of(row):
    return row["Total"]


def net_of(row):
    return row["Net"]


def worth_of(row):
    return row["Worth"]


def pieces_of(row):
    return int(row["OrderQty"])


def one(_row):
    return 1


@pytest.mark.usefixtures("come_in", "once_a_file")
class TestAdventureWorks:
    def test_everything_came_in(self, orders, lines):
        whole = told(ask("orders", "lines", "quantity", "amount", "net", years=YEARS))
        pieces = sum(map(pieces_of, lines))
        assert whole == (len(orders), len(lines), pieces, sum(map(total_of, orders)), sum(map(net_of, orders)))
        if real.IS_WHOLE:
            # the reference answers have four decimals: each order is rounded by half a cent at most
            assert whole[:3] == (31_465, 121_317, 274_914)
            assert abs(whole[3] - Decimal("123216786.1159")) <= Decimal("0.005") * 31_465
            assert abs(whole[4] - Decimal("109846381.4039")) <= Decimal("0.005") * 31_465

    def test_by_year_quarter_and_month(self, orders):
        for axis, key in (
            ("year", lambda row: row["OrderDate"][:4]),
            ("quarter", lambda row: f"{row['OrderDate'][:4]} Q{(int(row['OrderDate'][5:7]) + 2) // 3}"),
            ("month", lambda row: row["OrderDate"][:7]),
            ("day", lambda row: row["OrderDate"][:10]),
        ):
            expected = summed(orders, key, one, total_of, net_of)
            assert shown(ask("orders", "amount", "net", by=(axis,), years=YEARS)) == expected

    def test_by_territory_and_group_of_territories(self, orders):
        for axis, key in (("province", "Territory"), ("region", "Group")):
            expected = summed(orders, lambda row, name=key: row[name], one, total_of, net_of)
            assert shown(ask("orders", "amount", "net", by=(axis,), years=YEARS)) == expected
        expected = summed(orders, lambda row: (row["Territory"], row["OrderDate"][:4]), one, total_of)
        assert shown(ask("orders", "amount", by=("province", "year"), years=YEARS)) == expected

    def test_by_salesperson(self, orders):
        expected = summed(orders, lambda row: row["Seller"], one, total_of, net_of)
        found = shown(ask("orders", "amount", "net", by=("salesperson",), years=YEARS))
        assert found == expected
        assert len(found) == 18  # seventeen who sold, and the web
        if real.IS_WHOLE:  # the reference answer of the README, and half a cent for each order
            assert abs(found["Linda Mitchell"][2] - Decimal("10367007.43")) <= Decimal("0.005") * 418
        expected = summed(orders, lambda row: (row["Seller"], row["OrderDate"][:7]), one, net_of)
        answer = ask("orders", "net", by=("salesperson", "month"), years=YEARS)
        assert shown(answer) == expected

    def test_a_salesperson_in_a_territory_is_counted_from_the_facts(self, orders):
        answer = ask("orders", "amount", by=("salesperson", "province"), years=YEARS)
        assert not answer.is_kept
        assert shown(answer) == summed(orders, lambda row: (row["Seller"], row["Territory"]), one, total_of)

    def test_by_product_and_category_without_freight(self, lines):
        for axis, key in (("product", "Product"), ("category", "Category")):
            expected = summed(lines, lambda row, name=key: row[name], pieces_of, net_of, worth_of, one)
            assert shown(ask("quantity", "net", "amount", "lines", by=(axis,), years=YEARS)) == expected
            holders = defaultdict(set)
            for row in lines:
                holders[row[key]].add(row["SalesOrderID"])
            counted = {name: value for name, (value,) in shown(ask("orders", by=(axis,), years=YEARS)).items()}
            assert counted == {name: len(found) for name, found in holders.items()}

    def test_products_by_year_in_a_territory(self, lines):
        answer = ask("quantity", "net", by=("product", "year", "province"), years=YEARS)
        expected = summed(
            lines, lambda row: (row["Product"], row["Order"]["OrderDate"][:4], row["Order"]["Territory"]),
            pieces_of, net_of,
        )  # fmt: skip
        assert shown(answer) == expected

    def test_what_left_the_house_and_that_all_of_it_was_in_time(self, lines):
        expected = summed(lines, lambda row: row["Order"]["ShipDate"][:7], pieces_of, worth_of)
        assert shown(ask("shipped_quantity", "shipped", by=("month",), years=YEARS)) == expected
        answer = ask("on_time_requested", by=("month",), years=YEARS)
        (measure,) = answer.question.asked
        parts = {answer.names["month"][group.keys[0]]: measure.parts(group.sums) for group in answer.groups.values()}
        assert parts == summed(lines, lambda row: row["Order"]["DueDate"][:7], one, one)

    def test_nothing_differs_from_the_documents(self):
        assert faults() == ((), 0)
