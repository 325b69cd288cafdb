"""The search reads its index, not the table."""

import json

import pytest
from django.db import connection

from accounts.people import queries as people
from accounts.tests.builders import AT
from common import text
from customers import operations, queries
from customers.models import Customer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CITIES = ["杭州", "宁波", "苏州", "无锡", "武汉", "长沙", "重庆", "成都", "西安", "沈阳"]
TRADES = ["衡器", "天平", "电子秤", "称重", "传感器", "机械", "水泥", "化工", "粮油", "物流"]


@pytest.fixture
def archive():
    drafts = [
        {"code": f"{n % 70:02d}.{n:05d}", "name": f"{CITIES[n % 10]}{TRADES[n // 10 % 10]}{n}号有限公司"}
        for n in range(1500)
    ]
    operations.create_customers(actor=people.system_user(), drafts=drafts, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('customer_grams'), 1")
        cursor.execute("ANALYZE customers_customer")


def plan_of(queryset):
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        found = cursor.fetchone()[0]
    return json.dumps(found)


def test_the_search_uses_the_bigram_index_among_fifteen_hundred_customers(archive):
    system = people.system_user()
    for typed in ("重庆电子", "cqdzc", "42.00042", "chongqing dian"):
        assert "customer_grams" in plan_of(text.search(Customer.objects.all(), typed)), typed
        assert queries.suggest(actor=system, typed=typed), typed
