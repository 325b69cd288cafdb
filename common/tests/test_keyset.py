import base64
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Func, TextField, Value
from django.test.utils import CaptureQueriesContext

from common import errors, keyset, planner
from common.keyset import Sort
from common.models import Currency, ExchangeRate, Job

SORTS = {"day": Sort("valid_from"), "rate": Sort("rate", descending=False), "id": Sort("pk")}


@pytest.fixture
def rates(db):
    currency, _ = Currency.objects.get_or_create(code="XTS", defaults={"name": "Test", "symbol": "T"})
    first = date(2026, 1, 1)
    ExchangeRate.objects.bulk_create(
        ExchangeRate(currency=currency, valid_from=first + timedelta(days=n), rate=Decimal(n % 3 + 1))
        for n in range(25)
    )
    return ExchangeRate.objects.filter(currency=currency)


def _walk(queryset, sort, sorts=SORTS, size=7):
    seen, cursor, pages = [], None, []
    while True:
        page = keyset.paginate(queryset, sorts=sorts, sort=sort, cursor=cursor, size=size)
        pages.append(page)
        seen += [row.pk for row in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return seen, pages


@pytest.mark.parametrize("sort", ["day", "+day", "rate", "-rate", "id", "+id"])
def test_walking_forward_sees_every_row_once_in_order(rates, sort):
    seen, pages = _walk(rates, sort)
    column = SORTS[sort.lstrip("+-")].column
    rows = {row.pk: row for row in rates}
    assert len(seen) == len(set(seen)) == 25
    values = [getattr(rows[pk], column) for pk in seen]
    assert values == sorted(values, reverse=pages[0].sort[0] == "-")


@pytest.mark.parametrize("sort", ["day", "rate", "-rate"])
def test_walking_back_meets_the_same_pages(rates, sort):
    _seen, pages = _walk(rates, sort)
    cursor, back = pages[-1].previous_cursor, []
    while cursor:
        page = keyset.paginate(rates, sorts=SORTS, sort=sort, cursor=cursor, size=7)
        back.append([row.pk for row in page.items])
        cursor = page.previous_cursor
    assert back[::-1] == [[row.pk for row in page.items] for page in pages[:-1]]
    assert pages[0].previous_cursor is None


@pytest.mark.parametrize("sort", ["day", "-rate", "id"])
@pytest.mark.parametrize("few", [True, False])
def test_a_free_set_has_the_same_pages(rates, sort, few, monkeypatch):
    if not few:
        monkeypatch.setattr(keyset, "CHEAP", 0)
    plain = keyset.paginate(rates, sorts=SORTS, sort=sort, size=7)
    for cursor in (None, plain.next_cursor):
        first = keyset.paginate(rates, sorts=SORTS, sort=sort, cursor=cursor, size=7)
        free = keyset.paginate(rates, sorts=SORTS, sort=sort, cursor=cursor, size=7, is_free=True)
        assert free == first


def test_a_walk_through_a_free_set_is_given_up_for_a_sort(rates, monkeypatch):
    monkeypatch.setattr(keyset, "CHEAP", 0)
    monkeypatch.setattr(keyset, "_walk_patience", lambda cost: 1)
    slow = rates.annotate(
        wait=Func(Value(0.05), template="pg_sleep(%(expressions)s)::text", output_field=TextField())
    ).exclude(wait="x")
    with CaptureQueriesContext(connection) as asked:
        page = keyset.paginate(slow, sorts=SORTS, sort="day", size=7, is_free=True)
    found = next(one["sql"] for one in asked if "GREATEST" in one["sql"])
    assert "valid_from" not in found.partition("FROM")[0]
    assert len(page.items) == 7 and page == keyset.paginate(rates, sorts=SORTS, sort="day", size=7)


def test_what_a_walk_is_told_is_forgotten_after_it(rates):
    def told():
        with connection.cursor() as db:
            db.execute("SELECT current_setting('enable_sort'), current_setting('statement_timeout')")
            return db.fetchone()

    before = told()
    with planner.patience(12_345, enable_sort="off"):
        assert told() == ("off", "12345ms")
    assert told() == before


def test_a_free_set_that_is_plainly_empty_has_an_empty_page(rates):
    page = keyset.paginate(rates.filter(pk__in=[]), sorts=SORTS, sort="day", is_free=True)
    assert page.items == [] and page.is_whole


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["started", "+started"])
def test_missing_values_come_last_in_both_directions(sort):
    at = "2026-11-21T00:00:00Z"
    for n in range(9):
        Job.objects.create(kind="x", actor_id=1, created_at=at, started_at=None if n % 3 == 0 else at)
    sorts = {"started": Sort("started_at", nullable=True)}
    seen, pages = _walk(Job.objects.all(), sort, sorts=sorts, size=2)
    missing = set(Job.objects.filter(started_at=None).values_list("pk", flat=True))
    assert len(set(seen)) == 9 and set(seen[-3:]) == missing
    before = keyset.paginate(Job.objects.all(), sorts=sorts, sort=sort, cursor=pages[-1].previous_cursor, size=2)
    assert [row.pk for row in before.items] == [row.pk for row in pages[-2].items]


def test_a_foreign_sort_or_a_broken_cursor_is_invalid(rates):
    with pytest.raises(errors.Invalid):
        keyset.paginate(rates, sorts=SORTS, sort="currency__name")
    with pytest.raises(errors.Invalid):
        keyset.paginate(rates, sorts=SORTS, sort="day", cursor="abc")
    other = keyset.paginate(rates, sorts=SORTS, sort="rate", size=3).next_cursor
    with pytest.raises(errors.Invalid):
        keyset.paginate(rates, sorts=SORTS, sort="day", cursor=other)


def test_counts_are_exact_up_to_the_limit_and_estimated_beyond(rates):
    assert keyset.count(rates, limit=25) == (25, False)
    number, is_estimate = keyset.count(rates, limit=10)
    assert is_estimate and number >= 11


@pytest.mark.parametrize(
    ("sort", "raw"),
    [
        ("day", ["+day", 0, "", "abc", 1]),
        ("day", ["+day", 0, "", {"a": 1}, 1]),
        ("day", ["+day", 0, "", None, 1]),
        ("rate", ["+rate", 0, "n", "NaN", 1]),
        ("day", ["+day", 0, "", "2026-01-01\0", 1]),
        ("day", ["+day", 0, "d", "2026-01-01", -1]),
        ("day", ["+day", 0, "d", "2026-01-01", 2**70]),
    ],
)
def test_a_cursor_that_somebody_wrote_himself_is_refused_in_words(rates, sort, raw):
    cursor = base64.urlsafe_b64encode(json.dumps(raw).encode()).decode()
    with pytest.raises(errors.Invalid) as refused:
        keyset.paginate(rates, sorts=SORTS, sort=f"+{sort}", cursor=cursor)
    assert "cursor" in refused.value.fields


def test_pages_of_values_have_the_same_cursors(rates):
    values = rates.values("id", "valid_from", "rate")
    for sort in ("day", "rate", "id"):
        rows = keyset.paginate(rates, sorts=SORTS, sort=sort, size=7)
        page = keyset.paginate(values, sorts=SORTS, sort=sort, size=7)
        assert (page.next_cursor, [row["id"] for row in page.items]) == (
            rows.next_cursor,
            [row.pk for row in rows.items],
        )


def test_a_page_that_is_the_whole_list_is_its_count(rates, django_assert_num_queries):
    for size, statements in ((25, 0), (24, 1)):
        page = keyset.paginate(rates, sorts=SORTS, sort="day", size=size)
        with django_assert_num_queries(statements):
            assert keyset.count_of(page, rates) == (25, False)
    last = keyset.paginate(rates, sorts=SORTS, sort="day", cursor=page.next_cursor, size=24)
    assert (len(last.items), keyset.count_of(last, rates)) == (1, (25, False))


def test_numbers_of_many_sets_wait_for_none_and_set_the_time_once(rates, django_assert_num_queries):
    every = ExchangeRate.objects.all()
    lazy = Func(Value(1), template="pg_sleep(%(expressions)s)::text", output_field=TextField())
    sets = {"all": lambda: every, "few": lambda: every.filter(pk__lt=0), "none": lambda: None}
    with django_assert_num_queries(7):  # two of them count
        assert keyset.numbers(sets, 400, 3) == {"all": 4, "few": 0}
    slow = {"slow": lambda: every.annotate(slept=lazy).filter(slept="x")}
    assert keyset.numbers(slow | sets, 100, 3) == {"all": 4, "few": 0}


def test_what_it_takes_to_say_what_a_set_is_has_its_time_too(rates):
    def looked_up():
        with connection.cursor() as db:
            db.execute("SELECT pg_sleep(1)")
        return ExchangeRate.objects.all()

    assert keyset.numbers({"slow": looked_up, "all": ExchangeRate.objects.all}, 100, 3) == {"all": 4}
