"""How far an order is: for the house with everything, for the customer without who does what (R143, R176)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import policies as rights
from accounts.tests.builders import make_user
from common import errors
from orders.order.models import Order
from orders.tests import builders as orders
from tasks.doing import operations as doing
from tasks.reporting import papers, queries
from tasks.tests.builders import AT, make_shop, make_task

pytestmark = pytest.mark.django_db


def test_what_is_blocked_stands_before_what_runs():
    shop = make_shop()
    running = make_task(shop=shop)
    order = running.order
    blocked = make_task(order, shop=shop, title="Calibrate")
    doing.start_task(actor=shop.foreman, task_id=running.pk, at=AT)
    doing.block_task(actor=shop.foreman, task_id=blocked.pk, reason="MATERIAL", words="No bodies", at=AT)
    report = queries.report_of(shop.planner, order, AT)
    assert [one.pk for one in report.tasks] == [blocked.pk, running.pk]
    assert (report.facts.tasks, report.facts.blocked) == (2, 1)


def test_the_customer_reads_no_names_of_ours():
    shop = make_shop()
    task = make_task(shop=shop, title="Weld the frame")
    content = papers.gather_for_customer(shop.planner, task.order_id)
    said = repr(content)
    assert "Weld the frame" not in said and shop.foreman.name not in said
    assert content.rows[0]["work"] == 0


def test_a_stranger_gets_neither_paper():
    task = make_task()
    stranger = orders.make_order_cast().stranger
    for gather in (papers.gather, papers.gather_for_customer):
        with pytest.raises(errors.NotFound):
            gather(stranger, task.order_id)


def test_page_file_and_api_say_the_same(django_assert_max_num_queries):
    shop = make_shop()
    task = make_task(shop=shop)
    order = Order.objects.get(pk=task.order_id)
    client = Client()
    client.force_login(shop.planner)
    url = reverse("tasks:order-report", args=[order.reference])
    client.get(url)
    with django_assert_max_num_queries(26):
        page = client.get(url)
    assert task.title in page.content.decode()
    body = client.get(f"/api/v1/progress-reports/{order.reference}/").json()
    assert (body["tasks_all"], body["tasks"][0]["title"], body["lines"][0]["work_done"]) == (1, task.title, 0)
    made = client.get(reverse("orders:order-paper", args=[order.reference]), {"kind": papers.KIND})
    assert made.status_code == 200 and made.content.startswith(b"%PDF")


def test_the_customers_paper_names_his_contact_only_to_who_may_read_it():
    order = make_task(shop=make_shop()).order
    assert order.contact_name
    stock = make_user("warehouse")  # reads contacts masked
    assert rights.effect(stock, "customer.contact")
    assert order.contact_name in repr(papers.gather_for_customer(order.salesperson, order.pk))
    assert order.contact_name not in repr(papers.gather_for_customer(stock, order.pk))
