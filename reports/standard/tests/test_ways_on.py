"""Every figure of every standard report leads somewhere: what its page links to is there."""

import copy
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from accounts.tests.builders import make_user
from common import clock
from orders.tests.flow_builders import make_paid, make_shipped
from reports.facts import operations as facts
from reports.standard.reports import standard
from reports.standard.tests.worlds import AT, make, make_world

pytestmark = pytest.mark.django_db
WAYS = re.compile(r'<a class="(?:t-in|so-drill)" href="([^"]+)"')


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def _make_busy_world():
    world = make_world()
    for order in list(world.orders)[:2]:
        make_shipped(order, 1)
        make_paid(order, 100)
    facts.keep_up(at=AT, patience=0)
    return world


@pytest.fixture(scope="module")
def standing(once_a_file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: AT)
        return once_a_file(_make_busy_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


@pytest.mark.parametrize("code", list(standard))
def test_what_a_report_links_to_is_there(code, world, client):
    client.force_login(make_user("executive"))
    seen, broken = set(), []
    for by in [code for code, _label in standard[code].choices] or [""]:
        page = client.get(f"/reports/standard/{code}/", {"by": by} if by else {}).content.decode()
        for way in map(unescape, WAYS.findall(page)):
            parts = urlsplit(way)
            kind = (parts.path, *(name for name, _value in parse_qsl(parts.query)))
            if kind in seen:
                continue
            seen.add(kind)
            status = client.get(f"{parts.path}?{parts.query}").status_code
            if status >= 400:
                broken.append((by, way, status))
    assert not broken


def test_a_number_of_unpaid_orders_opens_to_just_these(world):
    reader = make_user("executive")
    paper = make("receivables", reader, here="/reports/standard/receivables/")
    assert paper.rows
    for row in paper.rows:
        given = dict(parse_qsl(urlsplit(row.links["orders"]).query))
        assert len(make("receivables", reader, **given).rows) == row.cells[paper.index("orders")]


@pytest.mark.parametrize(
    ("measure", "shown"),
    [("orders", set()), ("amount", {"Amount"}), ("quantity", {"Quantity"}), ("profit", {"Net amount", "Cost"})],
)
def test_the_rows_of_a_figure_show_what_it_adds_up_and_nothing_else(measure, shown, world, client):
    client.force_login(make_user("executive", language="en"))
    page = client.get("/reports/rows/", {"measures": measure, "since": "2026-09-01", "until": "2026-11-20"})
    heads = set(re.findall(r"<th[^>]*>\s*([^<]+?)\s*</th>", page.content.decode()))
    assert heads & {"Quantity", "Amount", "Net amount", "Cost"} == shown
