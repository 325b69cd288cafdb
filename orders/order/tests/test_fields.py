"""The fields that conditions are made of: each can be named in both languages, and reads a column that is there."""

import datetime

import pytest
from django.utils import translation

from common.conditions import kinds, reading, writing
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Row, tree
from orders.lines import columns as lines
from orders.lines.serializers import OrderLineRowSerializer
from orders.listing import columns as orders
from orders.order.models import Order, OrderLine
from orders.order.serializers import OrderSerializer
from segments import fields
from segments.compiling import Compiler
from segments.fields import Level

TODAY = datetime.date(2026, 11, 22)
EVERY = dict(fields.fields.items())
TYPED = {
    Kind.TEXT: "a",
    Kind.CODE: "a",
    Kind.NUMBER: "1",
    Kind.MONEY: "1",
    Kind.DATE: "LAST_MONTH",
    Kind.MOMENT: "LAST_MONTH",
    Kind.FLAG: "Y",
    Kind.TAGS: "A",
    Kind.CHOICE: "X",
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_field_is_named_by_its_own_label_in_both_languages(language):
    words = fields.vocabulary(EVERY)
    with translation.override(language):
        torn = [key for key in EVERY if not words.is_plain(key)]
    assert torn == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_field_and_operator_is_written_and_read_back(language):
    words = fields.vocabulary(EVERY)
    for key, field in EVERY.items():
        for operator in kinds.OPERATORS[field.kind]:
            codes = [*field.term.choices, *field.term.former()] or [TYPED[field.kind]]
            row = Row(key, operator, tuple(codes[:1] * kinds.value_count(operator)[0]))
            with translation.override(language):
                assert reading.read(writing.write([row], words), words) == (row,), (key, operator)


@pytest.mark.django_db
def test_every_field_and_operator_is_a_query_on_orders_and_on_lines():
    compiler = Compiler(EVERY, TODAY)
    for key, field in EVERY.items():
        for operator in kinds.OPERATORS[field.kind]:
            if operator is Operator.EMPTY and field.kind is Kind.FLAG:
                continue
            values = tuple([TYPED[field.kind]] * kinds.value_count(operator)[0])
            node = tree([Row(key, operator, values)])
            list(Order.objects.filter(compiler.row(node.row, Level.ORDER)).values_list("pk")[:1])
            list(OrderLine.objects.filter(compiler.row(node.row, Level.LINE)).values_list("pk")[:1])


# what the lists show and conditions name otherwise, or make no set of: words put together for the eye
ELSEWHERE = {
    "number": "order_number",
    "customer": "customer_name",
    "customer_po": "customer_po_number",
    "base": "base_code",
    "short_closed": "short_closed",
    "amount": "line_amount",
    "net": "line_net",
    "notes": "line_notes",
    "lines": "line_count",
    "unshipped": "unshipped_amount",
    "next_due": "next_due_date",
    "flags": "is_urgent",
    "schedule": "requested_date",  # the first of its days
    "progress": "shipped_amount",
    "paid": "received_amount",
    "unreceived": "received_amount",
}

# what an answer tells for its caller, or puts together: no fact of its own
TOLD_ONLY = {
    *("id", "reference", "version", "custom", "steps", "actions", "unfinished", "risks", "margin", "lines_amount"),
    *("order_is_frozen", "product", "base_instrument"),  # is_frozen, product_code, base_code
    *("order_custom", "customer_custom", "product_custom", "gaps", "findings"),
}


@pytest.mark.parametrize("shown", [lines.COLUMNS, orders.COLUMNS], ids=["lines", "orders"])
def test_what_a_list_shows_can_be_named_in_a_condition(shown):
    unknown = [key for key in shown if ELSEWHERE.get(key, key) not in EVERY]
    assert unknown == []


@pytest.mark.parametrize("shape", [OrderLineRowSerializer, OrderSerializer], ids=["line", "order"])
def test_what_the_api_tells_of_an_order_can_be_named_in_a_condition(shape):
    paths = {one.path.partition("__")[0].removesuffix("_id") for one in EVERY.values()} | EVERY.keys()
    unknown = [key for key in shape().fields if ELSEWHERE.get(key, key) not in paths and key not in TOLD_ONLY]
    assert unknown == []
