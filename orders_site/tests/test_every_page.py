"""Every page that links lead to: none fails, none is forgotten, axe finds nothing, nothing runs over the edge."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.collaboration import operations as collaboration
from accounts.people import operations as staff
from accounts.people import queries as people
from accounts.periods import operations as periods
from accounts.tests.builders import make_department, make_user
from common import clock, dates
from common.models import Setting
from common.tests.chromium import CHROMIUM, News, started, still
from customers.operations import masters
from orders.changes import operations as changes
from orders.changes import queries
from orders.fulfilment import operations as fulfilment
from orders.settlement import operations as settlement
from orders.tests import builders
from orders_site import mailbox
from orders_site.tests.crawling import crawl, is_page
from orders_site.tests.role_table import TABLE
from products.pricing.tests.test_price_lists import entry, make_list, set_prices
from products.tests.builders import make_product, make_service, make_supplier
from tasks.decomposing import operations as decomposing
from tasks.decomposing.operations import keeping
from tasks.doing import operations as doing
from tasks.task import operations as task
from tasks.task.models import Phase
from tasks.task.operations import TaskDraft

ROLES = ["administrator", "order_desk", "sales_manager", "finance", "warehouse", "logistics", "purchasing"]
# no link leads there: how people come in, and what other pages send them to
ENTRANCES = {
    *("accounts:sign_in", "accounts:forgot", "accounts:totp-codes", "common:styleguide", "imports:run-mapping"),
    "accounts:own-identity",  # offered where a provider of single sign-on is named
    "orders:order-view-save",  # offered once conditions are chosen
    "orders:sensor-lines",  # behind a figure of the sensor demand, where a kit is asked for
    "tasks:assign-many",  # asked for with the tasks that somebody chose
    "reminders:words-preview",  # asked for while words are typed
    "reports:wall-slide",  # fetched by the script of the wall screen
    "reports:forecast-keep",  # offered beside a forecast, for which this company is too young
    "orders:line-areas",  # fetched into the list of lines once somebody asks for areas
}
# asked two frames after the window grew narrow: with less motion asked for, each change of a style takes one
TOO_WIDE = """new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() =>
  tell(document.documentElement.scrollWidth > innerWidth))))"""
THEIRS = {"api-docs"}  # drawn by the library that shows the API's document


@pytest.fixture
def reader(transactional_db):
    """Somebody who may open nearly everything, over a company with one of each thing."""
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    person = make_user(
        roles=ROLES, department=make_department(kind="WAREHOUSE", parent=cast.office), language="zh-hans"
    )
    _company(cast, person)
    return person


def _change(cast, order):
    """A change of an order that waits for everybody."""
    edits = {"lines.1.quantity": {"value": "12"}, "ship_address": {"value": "3 号门"}}
    why = {"reason_id": queries.reasons()[0].pk, "reason_text": "改数量", "is_urgent": True}
    request = changes.create_request(actor=cast.owner, order_id=order.pk, edits=edits, at=clock.now(), **why)
    changes.submit_request(actor=cast.owner, request_id=request.pk, at=clock.now())


def _tasks(person, order):
    """A task in each state, one of them behind another; the reader leads who does them."""
    now, system, day = clock.now(), people.system_user(), dates.business_day(clock.now())
    staff.update_department(actor=system, department_id=person.department_id, changes={"head_id": person.pk}, at=now)

    def add(title, *after):
        plan = TaskDraft(
            title=title,
            phase_id=Phase.objects.get(code="DELIVER").pk,
            department_id=person.department_id,
            planned_start=day,
            planned_end=day + timedelta(3),
            planned_hours=Decimal(6),
            after=after,
        )
        return {"actor": system, "task_id": task.add_task(actor=system, order_id=order.pk, draft=plan, at=now).pk}

    waits_for = add("备料")
    add("贴标", waits_for["task_id"])
    doing.start_task(**waits_for, at=now)
    doing.block_task(**add("订购应变片"), reason="MATERIAL", at=now)
    doing.finish_task(**add("核对图纸"), result="图纸无误", hours=Decimal(1), at=now)
    doing.drop_task(**add("制作支架"), reason="客户自备", at=now)


def _company(cast, person):
    now, system = clock.now(), people.system_user()
    product = make_product(code="02.1.03.022", name="数字传感器", list_price=Decimal("1280"), stock=500)
    lines = [builders.line(product, 10), builders.line(make_service(), 1)]
    customer = builders.make_buyer(cast.owner, name="杭州衡准称重设备有限公司")
    builders.make_draft(cast.owner, customer=customer, lines=lines)
    builders.make_draft(person, customer=customer, lines=lines)
    builders.make_submitted(cast.owner, customer=customer, lines=lines)
    _change(cast, builders.make_effective(cast.owner, customer=customer, lines=lines))
    order = builders.make_effective(cast.owner, customer=customer, lines=lines)
    goods = [(one.pk, Decimal(4)) for one in builders.lines_of(order) if not one.is_service]
    document = fulfilment.draft_outbound(actor=cast.desk, lines=goods, at=now)
    fulfilment.audit_outbound(actor=system, document_id=document.pk, ship_date=dates.business_day(now), at=now)
    fulfilment.draft_outbound(actor=cast.desk, lines=[(pk, Decimal(2)) for pk, _quantity in goods], at=now)
    settlement.record_receipt(
        actor=system, customer_id=customer.pk, amount=Decimal(5000), received_date=dates.business_day(now),
        method="TRANSFER", payer=customer.name, at=now,
    )  # fmt: skip
    _tasks(person, order)
    decomposing.propose_order(actor=system, order_id=order.pk, at=now)
    keeping.save_word(actor=system, customer_word="防水接线盒", our_words="IP68 接线盒 88-12", at=now)
    masters.save_carrier(actor=system, code="SF", name="顺丰速运", at=now)
    make_supplier()
    long_ago = (dates.business_day(now) - timedelta(days=70)).replace(day=1)
    periods.close_month(actor=system, month=long_ago, at=now)
    vip = make_list(cast.head)
    set_prices(cast.head, vip, entry(product, 1180))
    collaboration.add_comment(
        actor=cast.desk, subject_type="orders.order", subject_id=order.pk, text=f"@{person.username} 请看", at=now
    )
    desk = Client()
    desk.force_login(person)
    table = SimpleUploadedFile("customers.csv", "编码,名称\nK1,杭州一\nK1,杭州二\n".encode(), "text/csv")
    answer = desk.post("/imports/new/", {"files": table, "nonce": "n1"})
    assert answer.status_code in (302, 303, 204), answer.content[:300]


@pytest.fixture
def pages(reader, settings, tmp_path):
    """Address name → addresses, as the person's own links lead."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = mailbox.BACKEND, tmp_path  # the site was started like that
    client = Client()
    client.force_login(reader)
    return crawl(client)


def _opens_alone(client, name):
    """Whether the address is a whole page that needs no argument."""
    from django.urls import NoReverseMatch, reverse

    try:
        response = client.get(reverse(name))
    except NoReverseMatch:
        return False
    return response.status_code == 200 and not response.streaming and is_page(response)


@pytest.mark.drill
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_every_page_is_reached_by_links_and_axe_finds_nothing_on_any(live_server, reader, pages, tmp_path_factory):
    """A page that no link names is there for nobody, and no link leads to an error. Where Chromium is, each page is
    looked at in Chinese and dark: at 1440 by axe where it shows a new kind of piece, at 390 for its width; the rest:
    test_browser_spine."""
    found, failed = pages
    assert {address: status for address, status in failed.items() if status != 422} == {}  # 422: choose rows first
    client = Client()
    client.force_login(reader)
    plain = {name for name in TABLE if "api" not in name and name not in ENTRANCES}
    assert {name for name in plain - found.keys() if _opens_alone(client, name)} == set()
    if CHROMIUM:
        with started(tmp_path_factory.mktemp("fonts")) as chromium:
            _look_at_all(chromium, live_server, client, reader, found)


def _runs_over(page):
    """Whether the page stays wider than its window: one that fits itself, as the wall, may take a moment for it."""
    for _attempt in range(20):
        if not page.evaluate(TOO_WIDE):
            return False
        page.wait_for_timeout(100)
    return True


def _look_at_all(chromium, live_server, client, reader, found):
    type(reader).objects.filter(pk=reader.pk).update(theme="dark")
    context = chromium.new_context(reduced_motion="reduce", color_scheme="dark")
    context.add_cookies([
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
        {"name": "django_language", "value": "zh-hans", "url": live_server.url},
    ])  # fmt: skip
    page, news, faults = context.new_page(), News(), {}
    page.on("pageerror", lambda error: faults.setdefault(page.url, []).append(str(error)))
    for address in (one for name, addresses in found.items() if name not in THEIRS for one in addresses):
        page.set_viewport_size({"width": 1440, "height": 4000})  # the menu whole: what is scrolled away is not small
        page.goto(live_server.url + address)
        still(page, pause_ms=0)
        seen = news.serious(page)
        page.set_viewport_size({"width": 390, "height": 844})
        if _runs_over(page):
            seen.append("wider than the window")
        if seen:
            faults.setdefault(address, []).extend(seen)
    context.close()
    assert not faults, "\n".join(f"{address}: {said}" for address, said in faults.items())
