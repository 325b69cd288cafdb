"""Where the trail is read, a redacted value says since when it is gone and why, in the reader's language."""

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.people import operations
from accounts.people.models import Department
from accounts.tests.builders import AT, make_department, make_user
from accounts.trail import queries
from accounts.trail.models import Redaction
from accounts.trail.redacting import redact
from common import dates
from common.exports.lists import Asked, lists
from common.operation import in_operation

pytestmark = pytest.mark.django_db

NAME = "Wang Xiaoming"


def words(language="en"):
    """What stands in the place of the name: the database itself says since when."""
    day = dates.business_day(Redaction.objects.get().at).isoformat()
    return {"en": f"redacted on {day}: Request 7", "zh-hans": f"已于 {day} 抹除：Request 7"}[language]


@pytest.fixture
def boss():
    return make_user("administrator", name="Boss")


@pytest.fixture
def room(boss):
    row = make_department(name="East")
    operations.update_department(actor=boss, department_id=row.pk, changes={"name": NAME}, at=AT)

    def work():
        Department.objects.filter(pk=row.pk).update(name="-")
        redact(table="accounts_department", row_ids=[row.pk], columns=["name"], reason="Request 7", actor=boss, at=AT)

    in_operation(boss.pk, work)
    return row


def test_the_history_of_one_thing(boss, room):
    _row, found = queries.history(actor=boss, subject_type="accounts.department", subject_id=room.pk)
    columns = [column for one in found.transactions for change in one.changes for column in change.columns]
    names = {(column.old, column.new) for column in columns if str(column.name) == "Name"}
    assert names == {(words(), words()), (None, words())}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_pages(client, room, language):
    client.force_login(make_user("administrator", language=language))
    for path in (f"/audit/accounts.department/{room.pk}/", f"/admin/audit/?table=accounts_department&row_id={room.pk}"):
        page = client.get(path).content.decode()
        assert words(language) in page and NAME not in page and "{&#x27;redacted" not in page


def test_the_file(boss, room):
    query = QueryDict(f"table=accounts_department&row_id={room.pk}")
    rows = [changes for [changes] in lists["trail"].open(boss, Asked(query, AT, ("changes",))).rows()]
    assert f"Name: {words()}" in rows[0] and "→" not in rows[0]
    assert any(f"Name: {words()}" in row for row in rows[1:])
    with translation.override("zh-hans"):
        rows = [changes for [changes] in lists["trail"].open(boss, Asked(query, AT, ("changes",))).rows()]
        assert words("zh-hans") in rows[0]


def test_the_words_cost_two_statements_however_many_there_are(boss, room, django_assert_max_num_queries):
    rows = list(queries.search(actor=boss, table="accounts_department"))
    queries.in_words(rows)
    with django_assert_max_num_queries(5):
        queries.in_words(rows)
