"""The screen of an order's tasks, the board of all, and moving days."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from common import clock, dates
from common.workdays import calendar
from orders.tests import builders as orders
from tasks.assigning import operations as giving
from tasks.board import company
from tasks.doing import operations as doing
from tasks.scheduling.models import DateMove
from tasks.task.models import Task
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db
SATURDAY = 5


def _client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _days(first: int = 1, last: int = 4) -> dict:
    """Days to come, counted from the first day of work: a test must not grow old."""
    start = calendar().on_or_after(dates.business_day(clock.now()) + timedelta(1))
    return {"planned_start": calendar().moved(start, first), "planned_end": calendar().moved(start, last)}


def test_the_screen_of_an_order_shows_its_tasks_in_list_chart_board_and_loads():
    shop = make_shop()
    order = orders.make_effective()
    first = make_task(order, shop=shop, title="Assemble", **_days(0, 1))
    make_task(order, shop=shop, title="Calibrate", after=[first.pk], **_days(2, 3))
    page = _client(shop.foreman).get(reverse("tasks:order-tasks", args=[order.reference])).content.decode()
    assert page.count("Calibrate") >= 2 and page.count('<path class="ar"') == 1
    assert page.count("data-drag=") == 2 and "data-give" in page
    assert shop.foreman.name in page and 'data-column="unpicked"' in page
    assert "style=" not in page


def test_who_may_not_move_days_gets_no_handle():
    shop = make_shop()
    order = orders.make_effective()
    task = make_task(order, shop=shop, **_days())
    giving.pick_executor(
        actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="He knows it", at=clock.now()
    )
    page = _client(shop.worker).get(reverse("tasks:order-tasks", args=[order.reference])).content.decode()
    assert task.title in page and "data-drag=" not in page
    assert _client(shop.worker).get(reverse("tasks:move", args=[task.pk])).status_code == 403


def test_an_order_that_one_does_not_see_has_no_screen():
    order = orders.make_effective()
    make_task(order)
    assert _client(make_user("sales")).get(reverse("tasks:order-tasks", args=[order.reference])).status_code == 404


def test_an_order_without_tasks_says_what_to_do():
    shop = make_shop()
    order = orders.make_effective()
    answer = _client(shop.planner).get(reverse("tasks:order-tasks", args=[order.reference]))
    assert answer.status_code == 200 and "No tasks yet" in answer.content.decode()


def test_the_order_has_a_tab_of_tasks_with_the_number_of_open_ones():
    shop = make_shop()
    order = orders.make_effective()
    make_task(order, shop=shop)
    page = _client(shop.planner).get(reverse("orders:order-detail", args=[order.reference])).content.decode()
    tab = page.split('id="tab-tasks"')[1].split("</a>")[0]
    assert reverse("tasks:order-tasks", args=[order.reference]) in tab and ">1<" in tab and "hx-get" not in tab


def test_a_move_is_shown_before_it_is_made_and_then_written_with_its_cause():
    shop = make_shop()
    order = orders.make_effective()
    task = make_task(order, shop=shop, **_days(0, 1))
    client = _client(shop.foreman)
    url, to = reverse("tasks:move", args=[task.pk]), _days(3, 5)
    asked = {"start": to["planned_start"].isoformat(), "end": to["planned_end"].isoformat()}
    shown = client.get(url, asked).content.decode()
    assert task.title in shown and not DateMove.objects.exists()
    answer = client.post(url, asked | {"cause": "MATERIAL", "words": "Steel", "version": task.version})
    assert answer.status_code == 303
    task.refresh_from_db()
    assert (task.planned_start, task.planned_end) == (to["planned_start"], to["planned_end"])
    assert DateMove.objects.get().cause == "MATERIAL"


def test_what_is_dragged_onto_days_off_begins_on_the_next_day_of_work_and_stays_as_long():
    shop = make_shop()
    task = make_task(shop=shop, **_days(0, 1))
    saturday = _days(8, 8)["planned_start"]
    while saturday.weekday() != SATURDAY:
        saturday += timedelta(1)
    begins = calendar().on_or_after(saturday)
    client, url = _client(shop.foreman), reverse("tasks:move", args=[task.pk])
    page = client.get(url, {"start": saturday.isoformat()}).content.decode()
    assert f'value="{begins.isoformat()}"' in page
    assert f'value="{calendar().moved(begins, 1).isoformat()}"' in page
    asked = {"start": saturday.isoformat(), "end": saturday.isoformat(), "cause": "OTHER", "version": task.version}
    assert client.post(url, asked).status_code == 303
    task.refresh_from_db()
    assert (task.planned_start, task.planned_end) == (begins, begins)


def test_a_move_that_is_not_possible_says_so_in_the_preview_and_is_refused():
    shop = make_shop()
    task = make_task(shop=shop, **_days(2, 3))
    client = _client(shop.foreman)
    url = reverse("tasks:move", args=[task.pk])
    asked = {"start": "2020-01-06", "end": "2020-01-07"}
    assert "This day is past." in client.get(url, asked).content.decode()
    assert client.post(url, asked | {"cause": "OTHER", "version": task.version}).status_code == 422


def test_an_order_is_dated_anew_after_it_was_shown_what_moves():
    shop = make_shop()
    order = orders.make_effective()
    task = make_task(order, shop=shop, **_days(20, 22))
    client = _client(shop.planner)
    url = reverse("tasks:order-replan", args=[order.reference])
    page = client.get(url).content.decode()
    assert task.title in page
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    assert client.post(url, {"nonce": nonce, "backward": "", "cause": "OTHER", "words": ""}).status_code == 303
    before = task.planned_end
    task.refresh_from_db()
    assert task.planned_end < before


def test_the_board_counts_columns_and_gives_more_cards_by_the_page(monkeypatch):
    monkeypatch.setattr(company, "PAGE_SIZE", 2)
    shop = make_shop()
    order = orders.make_effective()
    made = [make_task(order, shop=shop, title=f"Task {number}", **_days()) for number in range(5)]
    client = _client(shop.foreman)
    page = client.get(reverse("tasks:board")).content.decode()
    assert '<span class="c" id="count-unpicked">5</span>' in page
    seen = {one.pk for one in made if f'id="card-{one.pk}"' in page}
    assert len(seen) == 2
    while 'class="so-kmore"' in page:
        more = page.split('class="so-kmore"')[1].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        page = client.get(more, headers={"HX-Request": "true", "HX-Target": "lane"}).content.decode()
        assert "<html" not in page
        seen |= {one.pk for one in made if f'id="card-{one.pk}"' in page}
    assert seen == {one.pk for one in made}


def test_the_board_is_narrowed_by_its_address():
    shop = make_shop()
    late = make_task(shop=shop, title="Late one", planned_start=date(2026, 1, 5), planned_end=date(2026, 1, 6))
    other = make_task(shop=shop, title="Other one", **_days())
    page = _client(shop.planner).get(reverse("tasks:board"), {"late": "true"}).content.decode()
    assert f'id="card-{late.pk}"' in page and f'id="card-{other.pk}"' not in page


def test_a_card_names_the_columns_it_may_go_to_for_who_works_on_it():
    shop = make_shop()
    task = make_task(shop=shop, **_days())
    doing.start_task(actor=shop.foreman, task_id=task.pk, at=clock.now())
    card = _card(_client(shop.foreman), task)
    assert "data-to-done=" in card and "data-to-blocked=" in card and "data-to-running=" not in card
    sales = task.order.salesperson
    assert "data-to-" not in _card(_client(sales), task)


def _card(client: Client, task: Task) -> str:
    page = client.get(reverse("tasks:board")).content.decode()
    return page.split(f'id="card-{task.pk}"')[1].split("</article>")[0]


def test_the_board_and_the_screen_take_a_constant_number_of_statements(django_assert_max_num_queries):
    shop = make_shop()
    order = orders.make_effective()
    for number in range(12):
        make_task(order, shop=shop, title=f"Task {number}", **_days(number, number + 2))
    client = _client(shop.planner)
    for name, most in (("tasks:board", 22), ("tasks:order-tasks", 26)):
        url = reverse(name, args=[order.reference] if name.endswith("order-tasks") else [])
        client.get(url)
        with django_assert_max_num_queries(most):
            client.get(url)


def test_who_plans_comes_from_the_board_and_from_an_order_to_a_plan_for_all():
    shop = make_shop()
    task = make_task(shop=shop, **_days())
    planner, seller = _client(shop.planner), _client(task.order.salesperson)
    new, board = reverse("tasks:plan-new"), reverse("tasks:board")
    screen = reverse("tasks:order-tasks", args=[task.order.reference])
    asked = f"{new}?department={shop.production.pk}"
    assert asked in planner.get(board, {"department": shop.production.pk}).content.decode()
    assert new in planner.get(screen).content.decode()
    chosen = f'<option value="{shop.production.pk}" selected'
    assert chosen in planner.get(asked).content.decode()
    assert new not in seller.get(board).content.decode()


def test_the_list_beside_the_chart_tells_lines_apart():
    shop = make_shop()
    product = orders.products.make_product()
    order = orders.make_effective(lines=[orders.line(product, 1) for _ in range(2)])
    make_task(order, shop=shop, **_days())
    page = reverse("tasks:order-tasks", args=[order.reference])
    assert 'class="t3 f12 ln"' not in _client(shop.planner).get(page).content.decode(), "there is but one line"
    make_task(order, shop=shop, line_no=2, **_days())
    assert _client(shop.planner).get(page).content.decode().count('class="t3 f12 ln"') == 2
