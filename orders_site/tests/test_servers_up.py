"""The throw-away servers of the suite are fit for the application."""

import os

import redis
from django.conf import settings
from django.db import connection


def test_postgres_makes_trigrams_of_chinese(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('订单'))")
        assert cursor.fetchone()[0] > 0


def test_the_suite_does_not_work_as_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = current_user")
        assert cursor.fetchone() == ("orders_owner", False)


def test_redis_answers():
    assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()


def test_the_suite_keeps_its_files_out_of_the_installation():
    assert not str(settings.DATA_DIR).startswith(str(settings.BASE_DIR))
