"""Random conditions on random orders: what Python says of the values and what SQL finds are the same, for orders and
for lines, with nothing there, empty texts, several shipments and payments, and orders without lines."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from common.conditions import evaluation, kinds
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector, Leaf, Row, leaves, tree
from customers.models import Customer
from customers.queries import set_search
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from orders.settlement.models import Allocation, PlanRow, Receipt
from orders.tests import builders
from products.catalogue.models import ProductText
from products.tests import builders as products
from segments import fields, values
from segments.compiling import Compiler
from segments.custom_fields.tests.builders import make_field
from segments.fields import Level, Shape

TODAY = date(2026, 11, 22)
WIDE = ["（集团）", "ＲＥＤ", "深红，急：12", "dark \n red ", "\u3000Red", "İSTANBUL ΟΔΟΣ", "ｱ Å"]
TEXTS = ["", "red", "Red", "dark red", "A_b%c", "a\\b", "深红", "11.001", "11.1", "3.001", "02.7-4", "7", *WIDE]
TYPED = [
    *filter(str.strip, TEXTS),
    "RED",
    "re",
    "_",
    "%",
    "红",
    "1",
    "56.005",
    "集团）",
    "，",
    "istanbul",
    "k  r",
    "ア",
]
NUMBERS = [Decimal(0), Decimal(1), Decimal("2.5"), Decimal(40)]
DAYS = [TODAY + timedelta(days=n) for n in (-200, -30, -1, 0, 1, 40)]
MOMENTS = [datetime(2026, 11, 21, 15, 59, tzinfo=UTC), datetime(2026, 11, 21, 16, 0, tzinfo=UTC), builders.AT]

CUSTOM = {  # as the column keeps them
    "TEXT": [text for text in TEXTS if text.strip()],
    "NUMBER": ["0", "1", "2.5"],
    "DATE": [day.isoformat() for day in DAYS],
    "CHOICE": ["VISIT", "SALES"],
    "FLAG": [True, False],
}


@pytest.fixture
def orders(db):
    """Orders of every shape, their columns filled at random (always the same way)."""
    chance = random.Random(7)
    cast = builders.make_order_cast()
    buyers = [builders.make_buyer(cast.owner) for _n in range(3)]
    goods = [products.make_product(stock=100) for _n in range(3)]
    for number in range(9):
        count = number % 4
        lines = [builders.line(chance.choice(goods), 5, 3) for _n in range(count)]
        order = builders.make_draft(cast.owner, customer=chance.choice(buyers), lines=lines)
        _pay(order, chance)
        _ship(order, chance, cast)
    for order in Order.objects.all():
        number, status = f"SO20261120-{order.pk:04}", chance.choice(Status.values)
        Order.objects.filter(pk=order.pk).update(number=number, status=status)
    for model in (Order, OrderLine, Customer, ProductText, OutboundDocument, OutboundLine, Receipt):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**_random(model, chance))
    for customer in Customer.objects.all():
        set_search(customer)
        customer.save(update_fields=["search_text", "search_grams"])
    for subject, model in (("ORDER", Order), ("LINE", OrderLine), ("CUSTOMER", Customer)):
        for kind in CUSTOM:
            make_field(subject, kind.lower(), kind)
        for row in model.objects.all():
            held = {kind.lower(): chance.choice(pool) for kind, pool in CUSTOM.items() if chance.random() < 0.7}
            model.objects.filter(pk=row.pk).update(custom=held)


def _ship(order: Order, chance: random.Random, cast: builders.Cast) -> None:
    for line in builders.lines_of(order):
        for status in chance.choices(OutboundDocument.Status.values, k=chance.randrange(4)):
            document = OutboundDocument.objects.create(
                number=f"OB{line.pk}-{OutboundDocument.objects.count()}",
                customer_id=order.customer_id,
                status=status,
                created_by=cast.desk,
                created_at=builders.AT,
            )
            OutboundLine.objects.create(document=document, order=order, order_line=line, quantity=1)


def _pay(order: Order, chance: random.Random) -> None:
    for sequence in range(chance.randrange(3)):
        row = PlanRow.objects.create(
            order=order, sequence=sequence, percent=50, amount=40, basis="ORDER", due_date=chance.choice([None, *DAYS])
        )
        for n in range(chance.randrange(3)):
            receipt = Receipt.objects.create(
                number=f"RC{row.pk}-{n}",
                customer_id=order.customer_id,
                currency_id="CNY",
                amount=40,
                received_date=TODAY,
                created_by_id=order.created_by_id,
                created_at=builders.AT,
            )
            gone = chance.choice([None, builders.AT])
            Allocation.objects.create(
                receipt=receipt, plan_row=row, amount=2, actor_id=order.created_by_id, at=builders.AT, revoked_at=gone
            )


_OF = {Order: "order", OrderLine: "line", Customer: "customer"}
_KEPT = {
    "code",
    "number",
    "status",
    "line_count",
    "ordered",
    "discount",
    "quantity",
    "amount",
    "created_at",
    "exchange_rate",
    "original",
    "reship",
    "invoiced",
    "tax_rate",
    "signed_quantity",
    "external_id",
    "order_date",
}
_FOLDED = {ProductText: ("name", "specification", "auxiliary_attribute")}  # kept folded beside


def _random(model: type[Model], chance: random.Random) -> dict:
    """Values for the columns that fields read, as far as the database takes them."""
    found = {}
    read = {name.rpartition("__")[2] for one in fields.fields.values() for name in [one.path.removesuffix("__isnull")]}
    for column in model._meta.concrete_fields:
        if column.name in _KEPT or column.name not in read or column.unique or column.is_relation:
            continue
        if column.name in _FOLDED.get(model, ()):
            continue
        kind = column.get_internal_type()
        # what is paid back, or was not honoured, is below zero and of another receipt
        pool: list = [value for value, _label in column.choices or () if value not in ("REFUND", "DISHONOUR")] or {
            "CharField": TEXTS,
            "TextField": TEXTS,
            "BooleanField": [True, False],
            "DecimalField": NUMBERS[:1] if column.name in ("allocated", "freight", "transit_loss") else NUMBERS,
            "PositiveSmallIntegerField": [0, 1, 30],
            "DateField": DAYS,
            "DateTimeField": MOMENTS,
        }.get(kind, [])
        if kind == "CharField":
            pool = [text for text in pool if len(text) <= column.max_length]
        if column.null:
            pool = [None, *pool]
        if pool:
            found[column.name] = chance.choice(pool)
    return found


def _wanted(field: fields.Field) -> st.SearchStrategy[str]:
    if field.kind in kinds.TEXTS:
        return st.sampled_from(TYPED)
    if field.kind in kinds.NUMBERS:
        return st.sampled_from(["0", "1", "2.5", "3", "40"])
    if field.kind in kinds.DAYS:
        days = [day.isoformat() for day in DAYS]
        return st.sampled_from([*days, "2026-11", "LAST_MONTH", "THIS_QUARTER", "NEXT_DAYS:7", "LAST_DAYS:1", "TODAY"])
    if field.kind is Kind.FLAG:
        return st.sampled_from([kinds.TRUE, kinds.FALSE])
    return st.sampled_from(list(field.term.choices) or ["X"])


@st.composite
def conditions(draw: st.DrawFn) -> list[Row]:
    """Up to six rows with brackets that fit."""
    count = draw(st.integers(1, 6))
    rows, depth = [], 0
    for place in range(count):
        field = draw(st.sampled_from(list(fields.every_field().values())))
        operator = draw(st.sampled_from(kinds.OPERATORS[field.kind]))
        least, most = kinds.value_count(operator)
        wanted = draw(st.lists(_wanted(field), min_size=least, max_size=most if most is not None else 3))
        opens = draw(st.integers(0, 2))
        depth += opens
        closes = depth if place == count - 1 else draw(st.integers(0, depth))
        depth -= closes
        connector = draw(st.sampled_from(Connector))
        rows.append(Row(field.key, operator, tuple(wanted), connector, opens, closes))
    return rows


def _nothing() -> dict:
    """The fields of lines, for an order that has none."""
    return {
        key: [] if fields.sources[one.source].shape is Shape.MANY else None
        for key, one in fields.every_field().items()
        if one.level is Level.LINE
    }


def _said_by_python(node, rows: dict) -> set[int]:
    every = fields.every_field()

    def holds(read: dict) -> bool:
        def met(row: Row) -> bool:
            return evaluation.is_met(row, every[row.field].kind, read[row.field], TODAY)

        return evaluation.holds(node, met)

    return {pk for pk, read in rows.items() if holds(read)}


@pytest.mark.django_db
def test_python_and_sql_agree(orders):
    every = fields.every_field()
    of_lines = values.read(OrderLine.objects.all(), Level.LINE, every.values(), TODAY)
    about_orders = [one for one in every.values() if one.level is Level.ORDER]
    of_orders = values.read(Order.objects.all(), Level.ORDER, about_orders, TODAY)
    owner = dict(OrderLine.objects.values_list("pk", "order_id"))
    bare = {pk: read | _nothing() for pk, read in of_orders.items() if pk not in owner.values()}
    assert bare and any(len(read["ship_date"]) > 1 for read in of_lines.values()), "the orders are too plain"
    compiler = Compiler(every, TODAY)

    @settings(max_examples=60, database=None, derandomize=True)
    @given(conditions())
    def check(rows: list[Row]) -> None:
        node = tree(rows)
        lines = _said_by_python(node, of_lines)
        assert set(OrderLine.objects.filter(compiler.lines(node)).values_list("pk", flat=True)) == lines
        wanted = {owner[pk] for pk in lines} | _said_by_python(node, bare)
        assert set(Order.objects.filter(compiler.orders(node)).values_list("pk", flat=True)) == wanted

    check()


@pytest.mark.django_db
def test_every_field_and_operator_agrees_alone(orders):
    """Each row by itself, so that no field is left to chance."""
    every = fields.every_field()
    of_lines = values.read(OrderLine.objects.all(), Level.LINE, every.values(), TODAY)
    compiler = Compiler(every, TODAY)
    chance = random.Random(3)
    for key, field in every.items():
        for operator in kinds.OPERATORS[field.kind]:
            least, _most = kinds.value_count(operator)
            pool = _pool(field)
            for _n in range(2 if least else 1):
                row = Row(key, operator, tuple(chance.choices(pool, k=least)))
                said = _said_by_python(Leaf(0, row), of_lines)
                found = set(OrderLine.objects.filter(compiler.row(row, Level.LINE)).values_list("pk", flat=True))
                assert found == said, row


def _pool(field: fields.Field) -> list[str]:
    if field.kind in kinds.TEXTS:
        return TYPED
    if field.kind in kinds.NUMBERS:
        return ["0", "1", "2.5", "40"]
    if field.kind in kinds.DAYS:
        return [day.isoformat() for day in DAYS] + ["2026-11", "LAST_DAYS:2"]
    return [kinds.TRUE, kinds.FALSE] if field.kind is Kind.FLAG else list(field.term.choices) or ["X"]


def test_the_orders_of_a_tree_are_its_leaves_in_order():
    rows = [Row("a", Operator.EQ, ("1",)), Row("b", Operator.EQ, ("2",), Connector.OR)]
    assert [leaf.row for leaf in leaves(tree(rows))] == rows
