"""The trail's promises, each broken once by hand (RELIABILITY 3: 19 and 20)."""

import pytest
from django.db import connection

from accounts.people.models import Department
from accounts.tests.builders import make_department
from accounts.trail.tests.test_seals import sealed, tamper  # noqa: F401 a fixture
from common.invariants import invariants, offenders
from common.models import Currency

pytestmark = pytest.mark.django_db


def missing():
    return [(row["table"], row["missing"]) for row in offenders(invariants["trail.complete"])]


def test_nothing_is_missing_as_things_stand():
    make_department()
    assert missing() == []


def test_a_trigger_that_is_gone_or_switched_off_is_named():
    with connection.cursor() as cursor:
        cursor.execute('DROP TRIGGER trail_update ON "common_currency"')
        cursor.execute('ALTER TABLE "accounts_department" DISABLE TRIGGER trail_delete')
    assert set(missing()) == {("common_currency", "trail_update"), ("accounts_department", "trail_delete")}


def test_a_row_that_the_trail_does_not_know_is_named():
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "accounts_department" DISABLE TRIGGER trail_insert')
        row = Department.objects.create(code="Q", name="Quiet", kind="SALES", path="/")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute('ALTER TABLE "accounts_department" ENABLE TRIGGER trail_insert')
    assert [(one["table"], one["row"]) for one in offenders(invariants["trail.complete"])] == [
        ("accounts_department", str(row.pk))
    ]
    assert Currency.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_trail_that_was_changed_after_sealing_is_named(sealed):  # noqa: F811
    assert offenders(invariants["trail.whole"]) == []
    tamper("DELETE FROM accounts_trailrow WHERE id = (SELECT min(id) + 1 FROM accounts_trailrow)")
    assert offenders(invariants["trail.whole"])
