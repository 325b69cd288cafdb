"""Rules that come into force while people write: nothing stays classified by the rules before."""

import pytest

from accounts.people import queries as people
from accounts.tests.builders import AT
from customers import operations as customers
from customers.models import Customer
from customers.tests.builders import make_customer
from orders.tests.racing import behind, race
from products.catalogue import operations as products
from segments.classification import invariants, operations, queries, recomputing
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
