"""Two records of one company become one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.collaboration import operations as collaboration
from accounts.collaboration import queries as comments
from accounts.people import queries as people
from accounts.roles.models import Role
from accounts.tests.builders import AT, make_user
from common import errors, operation
from customers import operations, queries
from customers.cleaning import operations as cleaning
from customers.cleaning.queries import preview
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from customers.tests.builders import make_contact, make_customer
from segments import operations as segments
from segments.classification import invariants, recomputing
from segments.classification.tests.builders import administrator, put_in_force
from segments.custom_fields.tests.builders import make_field

pytestmark = pytest.mark.django_db


def merge(source, target, actor=None, **options):
    return cleaning.merge_customers(
        actor=actor or people.system_user(), source_id=source.pk, target_id=target.pk, at=AT, **options
    )


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setattr(mergers, "_entries", {})


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

    monkeypatch.setattr(mergers, "_entries", {"test": Merger(refuse)})
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
    with pytest.raises(errors.Conflict) as refused:
        merge(source, target)
    assert refused.value.details["obstacles"] == [f"{source.code} was merged already."]


def test_what_stands_in_the_way_is_said_all_at_once():
    source, target = make_customer(group=make_customer()), make_customer(currency_id="USD")
    with pytest.raises(errors.Conflict) as refused:
        merge(source, target)
    assert (refused.value.code, len(refused.value.details["obstacles"])) == ("not_mergeable", 2)


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


def test_a_name_that_is_taken_is_classified():
    rule = {"key": "big", "subject": "customer.name", "kind": "CONTAINS", "operands": ["集团"], "tags": ["PROMOTION"]}
    put_in_force(administrator(), ("big", rule))
    recomputing.scan(at=AT)
    source, target = make_customer(code="11.100", name="永康集团"), make_customer(code="11.101", name="永康")
    merge(source, target, take=["name"])
    target.refresh_from_db()
    source.refresh_from_db()
    assert target.tags == ["DOMESTIC", "PROMOTION"]
    assert target.name_key == source.name_key
    assert invariants.otherwise(10) == invariants.unkept(10) == []


def test_custom_values_are_chosen_like_columns_and_unseen_ones_only_fill_gaps():
    for key in ("grade", "area", "secret"):
        make_field("CUSTOMER", key)
    desk = make_user("order_desk")
    secret = {"field": "custom.customer.secret", "defaults": {"effect": "HIDE"}}
    Role.objects.get(code="order_desk").field_rules.update_or_create(**secret)
    said = {"grade": "A", "area": "N", "secret": "s"}

    def two(**theirs):
        return make_customer(custom=dict(said)), make_customer(custom={"grade": "B", **theirs})

    source, target = two()
    choices = preview(desk, source, target).choices
    assert {one.name: (one.kept, one.other, one.taken) for one in choices if one.name.startswith("custom")} == {
        "custom.grade": ("B", "A", False),
        "custom.area": ("", "N", True),
    }
    merge(source, target, actor=desk)
    assert Customer.objects.get(pk=target.pk).custom == {"grade": "B", "area": "N", "secret": "s"}
    source, target = two(secret="t")
    merge(source, target, actor=desk, take=["custom.grade"])
    assert Customer.objects.get(pk=target.pk).custom == {"grade": "A", "secret": "t"}
    source, target = two()
    with pytest.raises(errors.Invalid):
        merge(source, target, actor=desk, take=["custom.secret"])
    merge(source, target, actor=desk, take=[])
    assert Customer.objects.get(pk=target.pk).custom == {"grade": "B", "secret": "s"}


def test_the_preview_counts_ones_own_conditions_that_tell_the_two_apart():
    desk, other = make_user("order_desk"), make_user("order_desk")
    source, target = make_customer(code="11.001"), make_customer(code="56.005")
    for actor, text in (
        (desk, "customer_code between 11.001 and 23.000"),
        (desk, "customer_code in (11.001, 12.000)"),
        (desk, "customer_code starts with 11."),
        (desk, "customer_code between 11.001 and 60.000"),  # holds for both
        (desk, "customer_name = 11.001"),  # another field
        (other, "customer_code = 11.001"),  # another person's
    ):
        segments.create_segment(actor=actor, name=text, condition=text, at=AT)
    notes = [str(text) for text in preview(desk, source, target).notes]
    assert [text for text in notes if "by code: 3." in text]
