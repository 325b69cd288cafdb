"""Forecasts that are kept, by people and by the monthly job, and held against what came."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.people import queries as people
from accounts.people.models import UserRole
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from orders.tests.builders import AT
from products.catalogue.models import ProductCategory
from reports import jobs
from reports.facts import operations as facts
from reports.forecast.methods import Method
from reports.outlook import kept, operations
from reports.outlook.models import KeptForecast
from reports.outlook.tests.worlds import TODAY, month, repeat, settle, years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LIST, API = "/reports/forecast/kept/", "/api/v1/kept-forecasts/"


@pytest.fixture(scope="module")
def histories():
    """Five years of a salesperson, and two months of a mate's."""
    return 60, (900, 900)


def months_ago(count: int) -> datetime:
    """The moment of the same time, so many months before."""
    return AT - timedelta(days=(TODAY - month(count)).days - 1)


def keep(actor, *, ago: int = 0, note: str = "", **asked: str) -> KeptForecast:
    """Kept so many months ago."""
    return operations.keep_forecast(actor=actor, asked=asked, note=note, at=months_ago(ago) if ago else AT)


def compare(actor, row):
    return kept.compared(actor=actor, kept_id=row.pk, today=TODAY)


def test_what_was_expected_then_stands_beside_what_came_since(order):
    row = keep(order.salesperson, ago=4, ahead="6", note=" For the plan ")
    assert (row.first, len(row.points), row.note) == (month(4), 6, "For the plan")
    found = compare(order.salesperson, row)
    judged = found.held.judged
    assert judged.periods == 4  # the month that runs counts for nothing yet
    came = [found.came[point.day] for point in found.held.points[:4]]
    assert came == [float(one) for one in years(1000, 60)[-4:]]
    off = sum(abs(one - point.value) for one, point in zip(came, found.held.points, strict=False)) / sum(came)
    assert judged.off == pytest.approx(off)
    assert judged.within95 >= judged.within80
    assert Event.objects.filter(kind="forecast.kept").count() == 1


def test_the_forecast_kept_is_the_one_of_the_page(client, order):
    owner = order.salesperson
    client.force_login(owner)
    shown = client.get("/api/v1/forecasts/", {"ahead": "3"}).json()["rows"][-3:]
    row = keep(owner, ahead="3")
    mine = client.get(f"{API}{row.pk}/").json()
    for key in ("low80", "high80", "low95", "high95"):
        assert [one[key] for one in mine["points"]] == [one["values"][key] for one in shown]
    assert [one["value"] for one in mine["points"]] == [one["values"]["forecast"] for one in shown]
    assert mine["so_far"] is None
    assert Method(mine["method"]).value == row.method


def test_it_stays_what_it_was_when_figures_change(order):
    row = keep(order.salesperson, ago=2, ahead="3")
    before = KeptForecast.objects.get(pk=row.pk).points
    repeat(order, [9_999])
    settle()
    again = compare(order.salesperson, row)
    assert again.held.kept.points == before
    assert again.came[month(1)] > 9_999  # what came is counted as it is known now


def test_only_who_counts_the_same_orders_finds_it(order, cast):
    mine, whole = keep(order.salesperson), keep(cast.director)
    assert [one.pk for one in kept.list_kept(order.salesperson)] == [mine.pk]
    assert [one.pk for one in kept.list_kept(cast.director)] == [whole.pk]
    other = make_user("executive")
    assert [one.pk for one in kept.list_kept(other)] == [whole.pk]
    assert list(kept.list_kept(cast.mate)) == []
    with pytest.raises(errors.NotFound):
        compare(cast.mate, mine)
    with pytest.raises(errors.NotAllowed):
        operations.drop_forecast(actor=other, kept_id=whole.pk, version=1, at=AT)
    with pytest.raises(errors.NotFound):
        operations.drop_forecast(actor=order.salesperson, kept_id=whole.pk, version=1, at=AT)


def test_who_comes_to_see_other_orders_is_told_that_his_are_not_shown(client, order, cast):
    row = keep(order.salesperson)
    owner = type(order.salesperson).objects.get(pk=order.salesperson.pk)
    UserRole.objects.create(user=owner, role=Role.objects.get(code="executive"))
    owner = type(owner).objects.get(pk=owner.pk)
    assert list(kept.list_kept(owner)) == []
    client.force_login(owner)
    assert "1 forecast that you kept is not shown" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{row.pk}/").status_code == 404


def test_a_measure_that_is_hidden_later_hides_its_forecasts(client, order, cast):
    row = keep(cast.director, measures="profit")
    other = make_user("finance")
    client.force_login(other)
    assert client.get(f"{LIST}{row.pk}/").status_code == 200
    for role in Role.objects.filter(holders__user=other):
        FieldRule.objects.update_or_create(
            role=role, field="order.margin", defaults={"effect": FieldRule.Effect.HIDE}
        )  # fmt: skip
        FieldRule.objects.update_or_create(role=role, field="order.cost", defaults={"effect": FieldRule.Effect.HIDE})
    client.force_login(other)
    for path in (f"{LIST}{row.pk}/", f"{LIST}{row.pk}/file/?file=csv", f"{API}{row.pk}/"):
        assert client.get(path).status_code == 404
    assert client.get(API).json()["results"] == []


def test_nothing_is_kept_where_nothing_is_forecast(order, cast):
    with pytest.raises(errors.WrongState) as told:
        keep(cast.mate)
    assert "too short" in str(told.value.message)
    with pytest.raises(errors.Invalid):
        keep(cast.director, by="product")
    with pytest.raises(errors.NotAllowed):
        keep(order.salesperson, measures="profit")
    with pytest.raises(errors.NotAllowed):
        keep(make_user(None))
    assert not KeptForecast.objects.exists()


def test_nobody_keeps_without_end(order, monkeypatch):
    monkeypatch.setattr(operations, "MOST_KEPT", 1)
    keep(order.salesperson)
    with pytest.raises(errors.Conflict):
        keep(order.salesperson)


def test_a_kept_forecast_is_dropped_by_whose_it_is_on_what_he_saw(order):
    row = keep(order.salesperson)
    with pytest.raises(errors.Stale):
        operations.drop_forecast(actor=order.salesperson, kept_id=row.pk, version=7, at=AT)
    operations.drop_forecast(actor=order.salesperson, kept_id=row.pk, version=1, at=AT)
    assert not KeptForecast.objects.exists()
    assert Event.objects.filter(kind="forecast.dropped").count() == 1


def test_every_month_the_company_and_its_categories_are_kept_once(order, cast):
    category = ProductCategory.objects.create(code="K-1", name="Scales")
    type(order.lines.first().product).objects.update(category=category)
    facts.keep_up(at=AT, patience=0)
    repeat(order, years(200, 60))
    settle()
    count = jobs.keep_forecasts()
    rows = list(KeptForecast.objects.order_by("pk"))
    assert count == len(rows) >= 1
    assert rows[0].asked == {"measures": "amount", "rhythm": "MONTH"}
    assert {row.kept_by_id for row in rows} == {None}
    assert jobs.keep_forecasts() == 0
    assert operations.keep_monthly(actor=people.system_user(), at=months_ago(-1)) == count  # the next month again
    assert list(kept.list_kept(cast.owner)) == []
    assert kept.list_kept(cast.director).count() == 2 * count
    operations.drop_forecast(actor=cast.director, kept_id=rows[0].pk, version=1, at=AT)


def test_all_kept_of_the_same_question_are_told_together(order):
    owner = order.salesperson
    rows = [keep(owner, ago=ago, ahead="6") for ago in (5, 3, 1)]
    keep(owner, ago=3, ahead="6", rhythm="QUARTER")
    found = compare(owner, rows[0])
    assert [one.kept.pk for one in found.others] == [rows[2].pk, rows[1].pk, rows[0].pk]
    assert [one.judged.periods for one in found.others] == [1, 3, 5]


def test_quarters_are_over_when_their_last_month_is(order):
    row = keep(order.salesperson, ago=8, ahead="12", rhythm="QUARTER")
    found = compare(order.salesperson, row)
    for point in found.held.points[: found.held.judged.periods]:
        assert found.rhythm.later(point.day, 1) <= found.rhythm.begin(TODAY)
    assert found.held.judged.periods < len(found.held.points)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("forecast kept on", "What was expected and what came", "MASE so far", "Off by, so far", "4 of 4")),
        ("zh-hans", ("签约额", "预期与实际", "目前误差", "保存的预测")),
    ],
)
def test_the_page_says_what_was_expected_what_came_and_how_near(client, order, language, words):
    owner = order.salesperson
    type(owner).objects.filter(pk=owner.pk).update(language=language)
    row = keep(owner, ago=4, ahead="6")
    keep(owner, ago=2, ahead="6")
    client.force_login(owner)
    text = client.get(f"{LIST}{row.pk}/").content.decode()
    assert [word for word in words if word not in text] == []
    listed = client.get(LIST).content.decode()
    assert f'href="{LIST}{row.pk}/"' in listed
    part = client.get(LIST, {"kept_by": "job"}, headers={"HX-Request": "true", "HX-Target": "list"}).content.decode()
    assert "<html" not in part
    assert f'href="{LIST}{row.pk}/"' not in part


def test_it_is_kept_from_its_page_once_however_often_it_is_sent(client, order):
    owner = order.salesperson
    client.force_login(owner)
    page = client.get("/reports/forecast/", {"ahead": "3"}).content.decode()
    assert f"{LIST}new/?measures=amount&amp;ahead=3" in page
    dialog = client.get(f"{LIST}new/", {"measures": "amount", "ahead": "3"})
    assert dialog.status_code == 200
    assert "nonce" in dialog.content.decode()
    sent = {"asked": '{"measures": "amount", "ahead": "3"}', "note": "Budget", "nonce": "n" * 32}
    left = [client.post(f"{LIST}new/", sent) for _time in range(2)]
    assert {one.headers["Location"] for one in left} == {f"{LIST}{KeptForecast.objects.get().pk}/"}
    assert client.post(f"{LIST}new/", {"asked": "x", "nonce": "m" * 32}).status_code == 422
    row = KeptForecast.objects.get()
    assert client.post(f"{LIST}{row.pk}/drop/", {"version": "1"}).status_code == 303
    assert not KeptForecast.objects.exists()


def test_files_say_what_came(client, order):
    row = keep(order.salesperson, ago=4, ahead="6")
    client.force_login(order.salesperson)
    for form in ("xlsx", "csv", "pdf"):
        answer = client.get(f"{LIST}{row.pk}/file/", {"file": form})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        assert len(content) > 500
        if form == "csv":
            assert f"{years(1000, 60)[-1]}.00" in content.decode("utf-8-sig")
    assert Event.objects.filter(kind="report.exported").count() == 3


def test_over_the_api_it_is_kept_read_and_dropped(client, order, cast):
    client.force_login(order.salesperson)
    sent = {"asked": {"measures": "amount", "ahead": "2"}, "note": "API"}
    made = client.post(API, sent, content_type="application/json", headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201, made.content
    where = made.headers["Location"]
    assert client.get(where).json()["note"] == "API"
    assert client.get(API, {"kept_by": "mine"}).json()["count"] == 1
    assert client.get(API, {"measure": "quantity"}).json()["count"] == 0
    assert client.get(API, {"measure": "margin"}).status_code == 400
    assert client.delete(where).status_code == 428
    assert client.delete(where, headers={"If-Match": '"9"'}).status_code == 412
    assert client.delete(where, headers={"If-Match": made.headers["ETag"]}).status_code == 204


def test_the_list_asks_as_much_for_many_as_for_few(client, order, cast):
    def count():
        client.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LIST).status_code == 200
        return len(seen)

    client.force_login(order.salesperson)
    product = order.lines.first().product_id
    keep(order.salesperson, **{"f.product": str(product)})
    before = count()
    for ahead in range(1, 9):
        keep(order.salesperson, ahead=str(ahead), **{"f.product": str(product)})
    assert count() == before
