"""Rules that come into force while people write: nothing stays classified by the rules before."""

from threading import Thread

import pytest
from django.db import connection

from accounts.people import queries as people
from accounts.tests.builders import AT
from customers import operations as customers
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.tests.racing import behind, race
from products.catalogue import operations as products
from segments.classification import invariants, operations, queries, recomputing
from segments.classification.models import RuleVersion
from segments.classification.tests.builders import administrator, make_draft, present, put_in_force

pytestmark = pytest.mark.django_db(transaction=True)
WIDER = ("domestic", {"operands": ["11.001", "60.000"]})


def test_new_rules_wait_for_who_writes_by_the_old_ones():
    admin, machine = administrator(), people.system_user()
    make_draft(admin, WIDER)
    version = behind(
        lambda: make_customer(code="57.001"),
        lambda: operations.activate_draft(actor=admin, version=present().version, at=AT),
    )
    assert Customer.objects.get(code="57.001").rules_number == 1
    later = customers.create_customer(actor=machine, code="57.002", name="乙", at=AT)
    assert (later.customer_class, later.rules_number) == ("DOMESTIC", version.number)
    recomputing.scan(at=AT)
    assert Customer.objects.get(code="57.001").customer_class == "DOMESTIC"
    assert invariants.otherwise(10) == invariants.unkept(10) == []


def test_the_recomputation_finds_what_was_being_written_by_the_old_rules():
    admin = administrator()
    make_draft(admin, WIDER)

    def put_in_force_and_apply() -> int:
        operations.activate_draft(actor=admin, version=present().version, at=AT)
        return recomputing.run(at=AT)

    assert behind(lambda: make_customer(code="57.001"), put_in_force_and_apply) == 1
    found = Customer.objects.get(code="57.001")
    assert (found.customer_class, found.rules_number) == ("DOMESTIC", queries.active().number)
    assert invariants.otherwise(10) == invariants.unkept(10) == []


def test_rules_that_come_into_force_between_two_batches_are_those_of_the_second(monkeypatch):
    monkeypatch.setattr(recomputing, "BATCH", 2)
    for n in range(1, 5):
        make_customer(code=f"57.{n:03d}")
    admin = administrator()
    second = put_in_force(admin, WIDER).number
    third = make_draft(admin, ("domestic", {"operands": ["11.001", "57.000"]})).number
    written: list[int] = []
    hold, update = queries.hold_active, recomputing.update_rows

    def activate() -> None:
        operations.activate_draft(actor=admin, version=present().version, at=AT)
        connection.close()

    def hold_later() -> RuleVersion:
        if len(written) == 1 and queries.draft():
            other = Thread(target=activate)
            other.start()
            other.join()
        return hold()

    def note(rows: list, columns: tuple) -> None:
        written.append(rows[0].rules_number)
        update(rows, columns)

    monkeypatch.setattr(recomputing.queries, "hold_active", hold_later)
    monkeypatch.setattr(recomputing, "update_rows", note)
    recomputing.run(at=AT)
    assert written == [second, third, third]
    assert list(Customer.objects.values_list("tags", flat=True).distinct()) == [[]]
    assert invariants.otherwise(10) == invariants.unkept(10) == []


def test_edits_beside_the_recomputation_are_never_lost(monkeypatch):
    monkeypatch.setattr(recomputing, "BATCH", 3)
    machine = people.system_user()
    rows = [make_customer(code=f"57.{n:03d}") for n in range(12)]
    put_in_force(administrator(), WIDER)

    def edit(row: Customer) -> None:
        customers.update_customer(
            actor=machine, customer_id=row.pk, version=1, changes={"code": f"02.{row.code[3:]}"}, at=AT
        )

    def add() -> None:
        drafts = [{"code": f"02.1.{n:03d}", "name": "传感器", "specification": "本原-30T-桥式"} for n in range(5)]
        products.create_products(actor=machine, drafts=drafts, at=AT)

    results = race(
        lambda: recomputing.scan(at=AT),
        lambda: [edit(row) for row in rows[::2]],
        lambda: [edit(row) for row in rows[1::4]],
        add,
        lambda: recomputing.scan(at=AT),
    )
    assert not [one for one in results if isinstance(one, Exception)]
    recomputing.scan(at=AT)
    assert Customer.objects.filter(tags=["FOREIGN"]).count() == 9
    assert set(Customer.objects.values_list("rules_number", flat=True)) == {queries.active().number}
    assert invariants.otherwise(10) == invariants.unkept(10) == []
