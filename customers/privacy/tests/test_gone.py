"""What was deleted stands in the trail for ever: a person is taken out of that too, and nobody else is."""

from datetime import timedelta

import pytest

from accounts.collaboration.models import Comment
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from accounts.trail import seals
from accounts.trail.models import TrailRow
from common import clock
from common.links.models import SignedLink
from common.operation import in_operation
from customers.privacy import carrying
from customers.privacy.models import AnonymisationRequest
from customers.privacy.tests.builders import confirm, note, switch
from customers.tests.builders import make_address, make_contact, make_customer

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "欧阳测匿", "13777001942", "ouyang@nowhere.example"


@pytest.fixture
def boss():
    switch(True)
    return make_user("administrator")


@pytest.fixture
def second():
    return make_user("executive")


@pytest.fixture
def contact():
    return make_contact(make_customer(), name=NAME, phone=PHONE, email=MAIL)


def forget(boss, second, contact):
    confirm(second, note(boss, contact))
    carrying.look_once_more(actor=system_user(), at=clock.now() + timedelta(hours=25))
    assert AnonymisationRequest.objects.get().state == "DONE"


def naming():
    rows = TrailRow.objects.order_by("pk")
    return {(one.table_name, one.row_id) for one in rows if NAME in str(one.changes) or MAIL in str(one.changes)}


def told(table, row_id, operation="D", **changes):
    TrailRow.objects.create(
        at=clock.now(), transaction_id=1, table_name=table, row_id=row_id, operation=operation, changes=changes
    )


def test_what_was_said_and_deleted_is_taken_out(boss, second, contact):
    def work():
        about = {"subject_type": "customers.customer", "subject_id": contact.customer_id}
        Comment.objects.create(author=boss, text=f"{NAME} said", created_at=clock.now(), **about).delete()
        make_address(contact.customer, recipient=NAME, phone=PHONE).delete()

    in_operation(boss.pk, work)
    assert {table for table, _key in naming()} >= {"accounts_comment", "customers_address"}
    forget(boss, second, contact)
    assert naming() == set() and seals.verify().fault is None


def test_a_part_of_what_was_deleted_with_it_is_taken_out_and_another_customers_is_not(boss, second, contact):
    for key, customer in (("71", contact.customer_id), ("72", make_customer().pk)):
        told("orders_order", key, customer_id=customer, number=f"SO{key}")
        told("orders_orderline", key, order_id=int(key), notes=f"给{NAME}")
        told("orders_orderline", key, "U", notes=["", f"给{NAME}"])
    forget(boss, second, contact)
    assert naming() == {("orders_orderline", "72")}, "a name alone says nothing about another customer's line"


def test_what_leads_to_no_customer_is_taken_out_where_his_own_address_stands(boss, second, contact):
    now = clock.now()

    def work():
        SignedLink.objects.create(
            purpose="x", salt="s", digest="d", subject_type="nothing.here", subject_id=1, recipient=MAIL,
            is_single_use=False, valid_until=now, issued_by_id=boss.pk, issued_at=now - timedelta(days=1),
        ).delete()  # fmt: skip

    in_operation(boss.pk, work)
    told("common_mailaddress", "9", "U", address=[MAIL, "new@x.example"])
    assert {table for table, _key in naming()} >= {"common_signedlink", "common_mailaddress"}
    forget(boss, second, contact)
    assert naming() == set()


def test_after_a_restore_the_operator_is_told_of_what_was_added_by_hand(boss, second, contact):
    confirm(second, note(boss, contact, also=["oy1982"]))
    [line] = carrying.lines([*carrying.line_keys()])
    assert "oy1982" not in str(line) and list(carrying.lines(["0" * 8 + "-0000-0000-0000-" + "0" * 12])) == []
    AnonymisationRequest.objects.all().delete()
    said = carrying.repeat(line=line, actor=system_user(), at=clock.now())
    assert "anonymised again; NOT by what was added by hand" in said
