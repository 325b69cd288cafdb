"""The history of one object, grouped by what happened together."""

import pytest

from accounts.people import operations
from accounts.roles import operations as roles
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_department, make_user
from accounts.trail import queries
from common import errors, events
from common.operation import operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user("administrator", name="Boss")


def transactions(boss, kind, row, **options):
    return queries.history(actor=boss, subject_type=kind, subject_id=row.pk, **options)[1].transactions


def test_meaning_person_and_fields_stand_together(boss):
    head = make_user(name="Head")
    department = make_department(name="East")
    operations.update_department(
        actor=boss, department_id=department.pk, changes={"name": "West", "head_id": head.pk}, at=AT
    )
    newest = transactions(boss, "accounts.department", department)[0]
    assert newest.actor == "Boss"
    assert "department.updated" in [meaning["kind"] for meaning in newest.meanings]
    columns = {str(column.name): (column.old, column.new) for column in newest.changes[-1].columns}
    assert columns["Name"] == ("East", "West")
    assert columns["Head"] == (None, "Head")


def test_what_is_about_no_single_row_stands_behind_what_is(boss):
    @operation
    def take_over(*, actor):
        department.name = "West"
        department.save()
        events.record("company.loaded", None, at=AT)
        events.record("department.updated", department, at=AT)

    department = make_department(name="East")
    take_over(actor=boss)
    newest = transactions(boss, "accounts.department", department)[0]
    assert newest.meanings[-1]["kind"] == "company.loaded" and len(newest.meanings) > 1


def test_rows_that_belong_to_it_are_part_of_its_history(boss):
    role = Role.objects.get(code="sales")
    roles.set_grants(actor=boss, role_id=role.pk, grants={"audit.view": "ALL"}, at=AT)
    roles.set_grants(actor=boss, role_id=role.pk, grants={"audit.view": ""}, at=AT)
    found = transactions(boss, "accounts.role", role)
    tables = {change.row.table_name for transaction in found for change in transaction.changes}
    assert "accounts_rolegrant" in tables


def test_the_trail_is_for_those_who_may_read_it():
    manager = make_user("warehouse")
    role = Role.objects.get(code="warehouse")
    boss = make_user("administrator")
    roles.set_grants(actor=boss, role_id=role.pk, grants={"user.manage": "ALL"}, at=AT)
    with pytest.raises(errors.NotAllowed):
        queries.history(actor=manager, subject_type="accounts.user", subject_id=manager.pk)
    with pytest.raises(errors.NotFound):
        queries.history(actor=make_user("executive"), subject_type="accounts.role", subject_id=role.pk)


def test_the_page_and_its_refusals(client, boss):
    department = make_department(name="East")
    client.force_login(boss)
    response = client.get(f"/audit/accounts.department/{department.pk}/")
    assert response.status_code == 200 and b"East" in response.content
    assert client.get("/audit/accounts.department/999999/").status_code == 404
    assert client.get("/audit/no.such/1/").status_code == 404
    client.force_login(make_user("sales"))
    assert client.get(f"/audit/accounts.department/{department.pk}/").status_code == 404


def test_found_by_day_person_row_and_kind(boss):
    department = make_department(name="East")
    operations.update_department(actor=boss, department_id=department.pk, changes={"name": "West"}, at=AT)
    found = queries.search(actor=boss, actor_id=boss.pk, table="accounts_department", row_id=str(department.pk))
    assert [row.changes for row in found] == [{"name": ["East", "West"]}]
    kinds = queries.search(actor=boss, kind="department.")
    assert {row.changes["kind"] for row in kinds} == {"department.created", "department.updated"}
    with pytest.raises(errors.NotAllowed):
        queries.search(actor=make_user("sales"))


def test_lists_and_choices_are_written_out(boss):
    from accounts.tokens import operations as tokens

    tokens.issue_token(actor=boss, name="shop", scopes=["user.*"], at=AT)
    department = make_department()
    operations.update_department(actor=boss, department_id=department.pk, changes={"kind": "FINANCE"}, at=AT)
    rows = queries.search(actor=boss, table="accounts_apitoken")
    columns = {str(column.name): column.new for column in queries.in_words(rows)[0].changes[0].columns}
    assert columns["Scopes"] == ["user.*"]
    assert columns["Expires"] == "2026-05-31 09:00:00"  # in the company's time zone
    rows = queries.search(actor=boss, table="accounts_department", row_id=str(department.pk)).order_by("-id")
    kind = queries.in_words(rows[:1])[0].changes[0].columns[0]
    assert (str(kind.old), str(kind.new)) == ("Sales", "Finance")
