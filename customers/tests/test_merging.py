"""Two records of one company become one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.collaboration import operations as collaboration
from accounts.collaboration import queries as comments
from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import errors, operation
from customers import operations, queries
from customers.cleaning.registry import Mover
from customers.models import Customer
from customers.operations import merging
from customers.tests.builders import make_contact, make_customer

pytestmark = pytest.mark.django_db


def merge(source, target, actor=None):
    return operations.merge_customers(
        actor=actor or people.system_user(), source_id=source.pk, target_id=target.pk, at=AT
    )


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setattr(merging.movers, "_entries", {})


def test_both_and_the_head_of_a_group_are_locked_at_once_and_by_key():
    head, source = make_customer(), make_customer()
    target = make_customer(group=head)
    with CaptureQueriesContext(connection) as captured:
        merge(source, target)
    first = next(one["sql"] for one in captured if "FOR NO KEY UPDATE" in one["sql"])
    assert all(str(one.pk) in first for one in (head, source, target))
    assert "ORDER BY 1 ASC" in first


def test_contacts_and_history_move_and_the_source_stays_as_a_pointer():
    source, target = make_customer(tax_number="91330108", notes="旧"), make_customer(notes="新")
    make_contact(source)
    collaboration.add_comment(
        actor=people.system_user(), subject_type="customers.customer", subject_id=source.pk, text="老客户", at=AT
    )
    operation.in_operation(people.system_user().pk, lambda: operations.note_effective_order(source.pk, AT))
    payer = make_customer(bill_to=source, ship_to=source)
    target.ship_to = source
    target.save()
    merge(source, target)
    source.refresh_from_db()
    target.refresh_from_db()
    payer.refresh_from_db()
    assert (source.merged_into, source.is_active) == (target, False)
    assert (target.tax_number, target.notes, target.first_effective_at) == ("91330108", "新\n\n旧", AT)
    assert (payer.bill_to, payer.ship_to, target.ship_to) == (target, target, None)
    assert target.contacts.count() == 1
    assert [shown.comment.text for shown in comments.comments_on("customers.customer", target.pk)] == ["老客户"]
    assert source not in queries.list_customers(people.system_user())
    assert queries.ids_by_code([source.code]) == {source.code: target.pk}


def test_upper_apps_move_their_rows_in_the_same_transaction(monkeypatch):
    def refuse(**facts):
        raise errors.Conflict("not now")

    monkeypatch.setattr(merging.movers, "_entries", {"test": Mover(refuse)})
    source, target = make_customer(), make_customer()
    make_contact(source)
    with pytest.raises(errors.Conflict):
        merge(source, target)
    assert Customer.objects.get(pk=source.pk).merged_into is None
    assert source.contacts.count() == 1


def test_a_customer_is_not_merged_into_itself_nor_twice():
    source, target = make_customer(), make_customer()
    with pytest.raises(errors.Conflict):
        merge(source, source)
    merge(source, target)
    with pytest.raises(errors.WrongState):
        merge(source, target)


def test_members_of_a_group_leave_it_before_a_merge():
    head = make_customer()
    member, other = make_customer(group=head), make_customer()
    for source, target in ((member, head), (head, member), (member, other), (head, other)):
        with pytest.raises(errors.Conflict):
            merge(source, target)


def test_a_rep_cannot_merge_his_own_customers():
    rep = make_user("sales")
    with pytest.raises(errors.NotAllowed):
        merge(make_customer(owner=rep), make_customer(owner=rep), actor=rep)
