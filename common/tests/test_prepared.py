"""Statements planned once per connection."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import prepared
from common.models import Currency
from common.rows import insert_rows, read_rows

pytestmark = pytest.mark.django_db
SQL = "SELECT code, name FROM common_currency WHERE code = ANY(%(codes)s) AND name LIKE '%%' || %(part)s ORDER BY code"


def rows(**parameters):
    with connection.cursor() as cursor:
        prepared.execute(cursor, SQL, parameters)
        return [code for code, _name in cursor.fetchall()]


@pytest.fixture
def currencies():
    for code in ("XAA", "XBB", "XCC"):
        Currency.objects.create(code=code, name=f"of {code}", symbol="x")


def test_named_parameters_lists_and_percent_signs_arrive(currencies):
    assert rows(codes=["XAA", "XBB"], part="BB") == ["XBB"]
    assert rows(codes=["XAA", "XCC"], part="") == ["XAA", "XCC"]
    assert rows(codes=[], part="") == []


def test_it_is_prepared_once_a_connection_and_survives_a_rollback(currencies):
    rows(codes=["XAA"], part="")
    with CaptureQueriesContext(connection) as sent:
        rows(codes=["XAA"], part="")
    assert [query["sql"].split()[0] for query in sent] == ["EXECUTE"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%common_currency%ANY%'")
        assert cursor.fetchone()[0] == 1


def test_behind_a_pooler_nothing_is_prepared(currencies, settings):
    settings.PREPARE_STATEMENTS = False
    with CaptureQueriesContext(connection) as sent:
        assert rows(codes=["XAA"], part="A") == ["XAA"]
    assert sent[0]["sql"].startswith("SELECT")


def test_rows_come_and_go_without_the_query_compiler():
    insert_rows([Currency(code=f"X{n}X", name=f"n{n}", symbol="x") for n in range(3)])
    (row,) = read_rows(Currency, "SELECT code, 7 AS extra FROM common_currency WHERE code = %s", ["X1X"])
    assert (row.pk, row.extra, row._state.adding) == ("X1X", 7, False)
    assert row.name == "n1"  # read when asked
