"""The audit trail as a file: what the page finds, a line a changed row, in words."""

import pytest
from django.http import QueryDict

from accounts.exports.permitting import may
from accounts.people import operations as people
from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from common import errors, events
from common.exports.lists import Asked, lists
from common.operation import in_operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator", name="Boss")


def told(actor, query, columns=("person", "meaning", "table", "operation", "changes", "door")):
    sheet = lists["trail"].open(actor, Asked(QueryDict(query), AT, columns))
    return sheet, list(sheet.rows())


def test_a_line_a_changed_row_with_what_it_was_and_is(boss):
    person = make_user("sales", name="Li", phone="13800000001")
    people.update_user(actor=boss, user_id=person.pk, changes={"phone": "13900000002"}, at=AT)
    sheet, rows = told(boss, f"table={User._meta.db_table}&row_id={person.pk}")
    person_, meaning, table, operation, changes, _door = rows[0]
    assert (person_, operation, table) == ("Boss", "Changed", "person")
    assert "13800000001 → 13900000002" in changes
    assert meaning
    assert rows[-1][3] == "New"
    assert any(str(person.pk) in line for line in sheet.condition)


def test_nothing_asked_is_the_last_days_like_the_page(boss):
    sheet, _rows = told(boss, "")
    assert [line.split(":")[0] for line in sheet.condition] == ["From"]


def test_events_stand_with_their_meaning(boss):
    person = make_user("sales", name="Li")
    people.update_user(actor=boss, user_id=person.pk, changes={"job_title": "Lead"}, at=AT)
    _sheet, rows = told(boss, "table=common_event")
    assert rows
    assert all(row[1] and not row[2] for row in rows)


def test_a_run_of_many_things_does_not_repeat_them_all_on_each_row(boss):
    def run():
        for number in range(40):
            events.record("order.submitted", boss, at=AT, number=f"SO-{number:04d}", reason=f"because of {number}")
        User.objects.filter(pk=boss.pk).update(phone="13900000009")

    in_operation(boss.pk, run)
    _sheet, rows = told(boss, "", ("table", "meaning", "reason"))
    mine = [row for row in rows if "SO-" in row[1]]
    changed = [row for row in mine if row[0] == "person"]
    said = sorted(row[1].rpartition(" ")[2] for row in mine if not row[0])
    assert said == [f"SO-{number:04d}" for number in range(40)], "an event says what itself means"
    assert {(row[1].count("; "), "more" in row[1]) for row in changed} == {(6, True)}, "six, and how many more"
    assert max(len(row[2]) for row in mine if not row[0]) < 20


def test_what_a_cell_says_has_an_end(boss):
    in_operation(boss.pk, lambda: events.record("order.submitted", boss, at=AT, number="SO-1", reason="x" * 9_000))
    _sheet, rows = told(boss, "table=common_event", ("reason",))
    assert max(len(row[0]) for row in rows) == 2_000


def test_a_condition_that_cannot_be_read_is_refused(boss):
    with pytest.raises(errors.Invalid):
        told(boss, "first=yesterday")


def test_it_needs_the_right_to_the_trail(boss):
    clerk = make_user("sales")
    assert may(boss, "trail")
    assert not may(clerk, "trail")
    with pytest.raises(errors.NotAllowed):
        told(clerk, "")
