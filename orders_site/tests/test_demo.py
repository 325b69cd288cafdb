"""The demo company follows the company method, holds every state there is, and breaks no invariant."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F
from rest_framework.test import APIClient

from accounts.people.models import User
from accounts.roles.verbs import RoleCode
from accounts.tests.builders import make_user
from common.invariants import invariants, last_run, offenders
from common.models import ExchangeRate, OutboxMessage
from customers.models import Customer
from customers.tests.builders import make_customer
from customers.voice.models import CustomerNote, VoiceFacts
from orders.exceptions.models import ExceptionCase
from orders.fulfilment.models import OutboundDocument, ServiceRecord
from orders.fulfilment.ship_dates.models import ReceivedShipDate
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Origin, Settlement, Status
from orders.returns.models import ReturnDocument, ReturnLine, ReturnRefund
from orders.service.satisfaction.models import SatisfactionRequest
from orders.settlement.drafts.models import AcceptanceDraft
from orders.settlement.models import Receipt
from orders.tests.builders import TODAY, make_effective, make_order_cast
from orders.tests.flow_builders import make_outbound, make_shipped
from orders_site.demo import agenda, asked, catalogue, load, logins, people, ship_dates, showcase, tables
from orders_site.demo.company import Company
from orders_site.tests import method
from products.catalogue.models import Product, ProductText
from products.stock.models import StockMovement
from reports.outlook.models import KeptForecast
from reports.reviews.models import PeriodReview, ReviewPoint
from segments.classification import deviations
from segments.models import Segment
from tasks.models import CaseStudy, DateMove, Requirement, Task

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # a Friday, four in the afternoon in Shanghai
CUSTOMERS = list(tables.read("customers.txt"))
PRODUCTS = [*catalogue._listed(), *catalogue._sensors(), *catalogue._kits()]


# --- what was written down -----------------------------------------------------------------------


def test_customer_codes_are_domestic_or_foreign_but_for_one_that_is_neither():
    codes = [cells[0] for cells in CUSTOMERS]
    assert len(set(codes)) == len(codes) and 75 <= len(codes) <= 85
    domestic = {code for code in codes if (11, 1) <= tuple(map(int, code.split("."))) <= (56, 5)}
    foreign = {code for code in codes if code.startswith("02.")}
    assert len(foreign) >= 8 and set(codes) - domestic - foreign == {"61.002"}


def test_territories_name_region_and_province():
    assert all(re.fullmatch(r"\S+(地区|部)-\S+\d", cells[2]) for cells in CUSTOMERS)
    assert {cells[3] for cells in CUSTOMERS} == {code for code, *_rest, is_region in people.DEPARTMENTS if is_region}


def test_there_are_150_products_with_codes_of_their_own():
    assert len({row["code"] for row in PRODUCTS}) == len(PRODUCTS) == 150


def test_a_kit_names_its_instrument_its_sensors_and_their_specification():
    codes = {row["code"] for row in PRODUCTS}
    kits = [row for row in PRODUCTS if row["code"].startswith("01.") and "-" in row["code"]]
    assert len(kits) >= 20
    for row in kits:
        assert row["code"].partition("-")[0] in codes, row
        assert re.search(r"-\d+$", row["name"]), row
    odd = {code for code, *_rest in catalogue.ODD_KITS}
    assert {row["code"] for row in kits if not re.fullmatch(r"[^-]+-\d+T-[^-]+", row["auxiliary_attribute"])} == odd


def test_sensors_are_specified_by_brand_tonnage_and_structure_but_for_the_old_ones():
    sensors = [row for row in PRODUCTS if row["category"] in ("02", "03")]
    odd = [row["specification"] for row in sensors if not re.fullmatch(r"[^-]+-\d+T-[^-]+", row["specification"])]
    assert len(sensors) > 40 and sorted(odd) == sorted(["A-B-30T-桥式", "本原-30T", "本原－25T－桥式"])


def test_every_mark_of_a_promotion_stands_on_a_product():
    marks = {re.match(r"[*#＊]*", row["name"]).group() for row in PRODUCTS}
    assert marks == {"", "*", "**", "#", "***", "＊"}


def test_every_shipped_role_is_held():
    held = {role for one in people.PEOPLE for role in one.roles}
    assert held == set(RoleCode.EVERYONE)
    staff = [one for one in people.PEOPLE if not {"administrator", "api_client"} & set(one.roles)]
    assert len(staff) == 23 and set(people.HEADS) == {code for code, *_rest in people.DEPARTMENTS}


# --- the moving clock ----------------------------------------------------------------------------


def test_lives_take_turns_in_the_order_of_time_and_end_at_the_present():
    seen = []

    def life(name, *hours):
        for hour in hours:
            at = yield NOW + timedelta(hours=hour)
            seen.append((name, at))

    clock = agenda.Agenda(NOW)
    clock.add(life("a", -5, -1, 1))
    clock.add(life("b", -3, -4, 2))  # never back in time: the second waits no longer than now
    clock.run()
    assert [name for name, _at in seen] == ["a", "b", "b", "a"]
    assert all(at <= NOW for _name, at in seen) and seen == sorted(seen, key=lambda one: one[1])


def test_people_work_in_office_hours():
    saturday = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert agenda.working(saturday) == datetime(2026, 11, 23, 0, 40, tzinfo=UTC)
    assert agenda.working(NOW) == NOW
    assert agenda.working(NOW + timedelta(hours=2)) == datetime(2026, 11, 23, 0, 40, tzinfo=UTC)
    national_day = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
    assert agenda.after(national_day, Random(1), hours=1).astimezone(UTC).date().isoformat() == "2026-10-08"


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 30), date(2024, 2, 29)])
def test_the_books_of_the_past_begin_with_a_month_and_hold_three_years(day):
    first = load.first_day(day)
    assert first.day == 1
    assert (day.year - first.year) * 12 + day.month - first.month == load.MONTHS >= 36
    days = load._days(Random(1), first, day, 3_000)
    by_year = Counter((one - first).days // 365 for one in days)
    assert by_year[0] < by_year[1] < by_year[2]
    months = Counter(one.month for one in days)
    assert months[2] < months[12], "quiet around New Year's feast, busy before the year ends"


@pytest.mark.django_db
def test_received_days_match_wait_collide_and_are_put_aside():
    now = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    company = Company(begins=now, agenda=agenda.Agenda(now), rng=Random(1))
    company.staff = {"erp.bridge": make_user("api_client"), "sun.qian": make_user("logistics")}
    owner = make_order_cast().owner
    orders = [make_effective(owner) for _n in range(7)]
    for order in orders[:6]:
        make_shipped(order)
    make_outbound(orders[6])
    Order.objects.update(order_date=TODAY - timedelta(days=5))
    for life in ship_dates.lives(company):
        company.agenda.add(life)
    company.agenda.run()
    assert company.agenda.refused == []
    told = Counter(ReceivedShipDate.objects.values_list("state", "why"))
    assert told == {
        ("APPLIED", ""): 6,
        ("CONFLICT", "OTHER_DATE"): 1,
        ("PENDING", "NOT_AUDITED"): 1,
        ("PENDING", "NO_DOCUMENT"): 1,
        ("DISMISSED", "NO_DOCUMENT"): 1,
    }
    earlier = ReceivedShipDate.objects.filter(state="APPLIED", ship_date__lt=F("document__entered_ship_date"))
    assert earlier.count() == 1


# --- the company ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_stays_away_from_a_company_that_has_customers():
    make_customer()
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
    load.load(now=NOW)
    assert load.state() is load.State.OTHERS and Customer.objects.count() == 1
    assert list(logins.table()) == []


@pytest.mark.django_db
def test_it_is_refused_in_production(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())
    assert not Customer.objects.exists()


@pytest.mark.drill
@pytest.mark.django_db
@pytest.mark.timeout(1200)
def test_the_whole_company(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with monkeypatch.context() as patch:
        patch.setattr(showcase, "lives", _break_off)
        with pytest.raises(KeyboardInterrupt):
            load.load(now=NOW, scale=0.08)
    assert load.state() is load.State.IMPORTED and not Order.objects.filter(origin=Origin.NATIVE).exists()
    load.load(now=NOW, scale=0.08)
    assert load.state() is load.State.FILLED
    count = Order.objects.count()
    load.load(now=NOW, scale=0.08)
    assert Order.objects.count() == count
    _everything_is_there()
    broken = {key: rows for key, one in invariants.items() if (rows := offenders(one))}
    assert not broken
    checked = last_run()
    assert checked is not None and checked.result["broken"] == 0, "the console shows that everything was checked"
    _the_companys_questions_are_answered()
    _everything_is_classified()
    table = "\n".join(logins.table())
    assert people.PASSWORD in table and all(one.name in table for one in people.PEOPLE if one.signs_in)
    assert User.objects.get(username="lin.xy").check_password(people.PASSWORD)


def _the_companys_questions_are_answered():
    """Each shipped question gives, over the API, the lines that the method's text gives by hand (REQUIREMENTS 3.7)."""
    lines = OrderLine.objects.select_related("order__customer").prefetch_related("outbound_lines__document")
    everything = list(lines)
    client = APIClient()
    client.force_authenticate(User.objects.get(username="qian.fang"))
    with time_machine.travel(NOW, tick=False):
        for code, belongs in method.answers(load.dates.business_day(NOW)).items():
            expected = {line.pk for line in everything if belongs(line)}
            found, address = set(), f"/api/v1/order-lines/?segment={Segment.objects.get(code=code).pk}&page_size=100"
            while address:
                page = client.get(address).json()
                found |= {row["id"] for row in page["results"]}
                address = page["next"]
            assert found == expected, code
            told = [line for line in everything if line.pk in found and line.order.customer_po_number == ASKED[code][0]]
            assert sorted((line.product_code, int(line.ordered), line.is_gift) for line in told) == ASKED[code][1], code


# question → the customer's number of an order of the demo company, and the lines of it that the answer has
ASKED = {
    "METHOD_OPEN_KITS": (asked.KITS, [("01.2.02.318-090", 1, False), ("01.2.02.318-101", 2, False)]),
    "METHOD_PROMOTED": (
        asked.PROMOTED,
        [
            *(("00.2.15.003", 2, False), ("00.2.15.003", 2, True)),
            *(("00.2.15.006", 1, True), ("00.2.15.006", 7, False)),
        ],
    ),
    "METHOD_EXPORT_SENSORS": (asked.EXPORTED, [("02.1.03.003", 8, False), ("02.1.03.007", 4, False)]),
    "METHOD_SENSOR_DEMAND": (asked.KITS, [("01.2.02.318-101", 2, False)]),
    "METHOD_SHIPPED_LATE": (asked.LATE, [("00.1.12.077", 6, False)]),
}


def _everything_is_classified():
    """Stored tags are what the method's text gives by hand, and the list of deviations has what is odd."""
    for code, found in Customer.objects.values_list("code", "customer_class"):
        assert (found == "DOMESTIC") == method.is_domestic(code) and (found == "FOREIGN") == code.startswith("02.")
    for text in ProductText.objects.all():
        assert ("DIGITAL_KIT" in text.tags) == method.is_kit(text.code), text
        if text.product_class in ("DIGITAL_SENSOR", "ANALOG_SENSOR"):
            assert (text.brand, text.tonnage, text.structure) == method.parts(text.specification), text
    boss = User.objects.get(username="lin.xy")
    odd = {key for key, kind in deviations.kinds(boss).items() if deviations.count(boss, kind)[0]}
    flags = ("MARK_DOUBTFUL", "SPECIFICATION_NONCONFORMING", "AUXILIARY_NONCONFORMING", "AUXILIARY_MISSING")
    assert odd >= {"customer.UNCLASSIFIED", *(f"product.{flag}" for flag in flags)}


def _break_off(company):
    raise KeyboardInterrupt
    yield


def _work_is_under_way():
    """Tasks, requirements, checks and evaluations in every state that there is something to see of."""
    for label, found in {
        "work done": Task.objects.filter(state="DONE", actual_hours__gt=0),
        "work to be given out": Task.objects.filter(state="OPEN", is_picked=False),
        "day that moved": DateMove.objects.all(),
        "goods asked of production": Requirement.objects.filter(state="ACCEPTED", kind="MAKE"),
        "check with a problem": Task.objects.filter(check_made__state="PROBLEM"),
        "case": CaseStudy.objects.filter(is_active=True),
    }.items():
        assert found.exists(), label


def _one_can_look_back(today):
    """Reviews, forecasts and orders of years."""
    for label, found in {
        "review that has ended": PeriodReview.objects.filter(state="ENDED").exclude(figures={}),
        "forecast kept by the job months ago": KeptForecast.objects.filter(
            kept_by=None, first__lt=today - timedelta(days=150), kept_at__lt=NOW - timedelta(days=150)
        ),
        "forecast that somebody kept": KeptForecast.objects.exclude(kept_by=None).exclude(note=""),
        "customer who was asked and answered": SatisfactionRequest.objects.filter(state="ANSWERED"),
        "order of three years ago": Order.objects.filter(order_date__lt=load.first_day(today) + timedelta(days=31)),
        "decision that is late": ReviewPoint.objects.filter(
            kind="DECISION", done_at=None, due_date__lt=today, review__state="OPEN"
        ),
    }.items():
        assert found.exists(), label


def _everything_is_there():
    today = load.dates.business_day(NOW)
    _work_is_under_way()
    _one_can_look_back(today)
    orders = Order.objects.filter(origin=Origin.NATIVE)
    assert set(orders.values_list("status", flat=True)) >= set(Status.values) - {Status.ARCHIVED}
    assert Order.objects.filter(origin=Origin.HISTORY).exists()
    assert Product.objects.count() == 150
    open_ones = orders.filter(status=Status.EFFECTIVE)
    for label, found in {
        "late": open_ones.filter(promised_date__lt=today),
        "due today": open_ones.filter(promised_date=today),
        "urgent": open_ones.filter(is_urgent=True),
        "frozen": open_ones.filter(is_frozen=True),
        "line frozen": OrderLine.objects.filter(is_frozen=True),
        "sent back": orders.filter(is_rejected=True, status=Status.DRAFT),
        "short-closed": OrderLine.objects.filter(order__origin=Origin.NATIVE, closure=Closure.SHORT),
        "overpaid": orders.filter(settlement=Settlement.OVERPAID),
        "advance": orders.filter(settlement=Settlement.ADVANCE),
        "foreign": orders.exclude(currency_id="CNY"),
        "empty draft": orders.filter(line_count=0),
        "long draft": orders.filter(line_count__gte=200),
        "gift of a promotion": OrderLine.objects.filter(gift_of__isnull=False),
        "waits too long": orders.filter(status=Status.SUBMITTED, submitted_at__lt=NOW - timedelta(days=2)),
        "delivery notice": OutboundDocument.objects.filter(status=OutboundDocument.Status.DRAFT),
        "lost on the way": OrderLine.objects.filter(transit_loss__gt=0),
        "service": ServiceRecord.objects.all(),
        "unallocated": Receipt.objects.filter(allocated=0, is_void=False),
        "void receipt": Receipt.objects.filter(is_void=True),
        "draft held": AcceptanceDraft.objects.filter(state="HELD"),
        "draft discounted": AcceptanceDraft.objects.filter(state="DISCOUNTED", charge__gt=0),
        "refund of a return": ReturnRefund.objects.filter(kind="PAID_BACK"),
        "blocked": Customer.objects.filter(is_blocked=True),
        "stopped": Customer.objects.filter(is_credit_stopped=True),
        "answered": CustomerNote.objects.exclude(answer=""),
        "to come back to": CustomerNote.objects.filter(due_date__isnull=False, done_at=None),
        "satisfaction": CustomerNote.objects.filter(score__isnull=False),
        "word taken back": CustomerNote.objects.filter(withdrawn_at__isnull=False),
        "voice of a customer": VoiceFacts.objects.filter(answers__gte=3, complaints__gte=1),
        "product of high risk": Product.objects.filter(risk="HIGH"),
        "return with a refund due": ReturnLine.objects.filter(refund_amount__gt=0, refund_settled_at=None),
        "return to decide": ReturnDocument.objects.filter(status="RECEIVED"),
        "exception not answered in time": ExceptionCase.objects.filter(status="OPEN", escalations__gt=0),
        "disputed": orders.filter(disputed_amount__gt=0),
        "complaint": ExceptionCase.objects.filter(kind="COMPLAINT", status="CLOSED"),
        "quotation by mail": OutboxMessage.objects.filter(topic="quotation", state=OutboxMessage.State.SENT),
        "rates": ExchangeRate.objects.all(),
        "received day before that of the audit": ReceivedShipDate.objects.filter(
            state="APPLIED", ship_date__lt=F("document__entered_ship_date")
        ),
        "received day of an order line": ReceivedShipDate.objects.filter(state="APPLIED", line_no__isnull=False),
        "received day without document": ReceivedShipDate.objects.filter(state="PENDING", why="NO_DOCUMENT"),
        "received day before the audit": ReceivedShipDate.objects.filter(state="PENDING", why="NOT_AUDITED"),
    }.items():
        assert found.exists(), label
    days = Counter(ReceivedShipDate.objects.values_list("state", flat=True))
    assert set(days) == set(ReceivedShipDate.State.values) and days["APPLIED"] >= 6
    kinds = Counter(StockMovement.objects.values_list("kind", flat=True))
    assert {"OPENING", "ARRIVAL", "ISSUE", "TRANSFER", "COUNT", "ADJUSTMENT"} <= set(kinds)
