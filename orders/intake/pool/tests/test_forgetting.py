"""What came in long ago and became an order, or none, is forgotten where a rule says so (R309)."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from accounts.collaboration import operations as collaboration
from accounts.collaboration.models import Attachment
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from accounts.trail import seals
from accounts.trail.models import TrailRow
from common import clock
from customers.privacy import holds
from customers.retention import operations
from customers.tests.builders import make_customer
from orders.intake.pool.models import IntakeItem

pytestmark = pytest.mark.django_db
MARK = "欧阳测匿"


def piece(boss, state, **more):
    long_ago = clock.now() - timedelta(days=2_000)
    return IntakeItem.objects.create(
        channel="EMAIL", state=state, received_at=long_ago, due_at=long_ago, sender=MARK, text=f"{MARK}订货",
        registered_by=boss, registered_at=long_ago, **more,
    )  # fmt: skip


def test_words_sender_and_files_go_and_that_it_came_in_stays():
    boss = make_user("administrator")
    held = make_customer()
    holds.hold_data(actor=boss, customer_id=held.pk, reason="诉讼", at=clock.now())
    over, waits, kept = piece(boss, "DISCARDED"), piece(boss, "NEW"), piece(boss, "DISCARDED", customer=held)
    file = ContentFile(f"{MARK}".encode())
    with_file = piece(boss, "NEW")
    collaboration.attach(
        actor=boss, subject_type="orders.intakeitem", subject_id=with_file.pk, file=file, name="a.txt", at=clock.now()
    )
    IntakeItem.objects.filter(pk=with_file.pk).update(state="DISCARDED")
    operations.change_rule(actor=boss, key="intake", is_on=True, days=1_095, shown_days=1_095, at=clock.now())
    assert operations.forget_due(actor=system_user(), at=clock.now()) == 2
    over.refresh_from_db()
    assert (over.sender, over.text, over.state) == ("", "", "DISCARDED")
    assert Attachment.objects.get(subject_id=with_file.pk).file.name == ""
    told = TrailRow.objects.filter(table_name="orders_intakeitem", row_id__in=[str(over.pk), str(with_file.pk)])
    assert told.exists()
    assert not [one for one in told if MARK in str(one.changes)]
    for one in (waits, kept):
        one.refresh_from_db()
        assert one.sender == MARK
    seals.seal(at=clock.now())
    assert seals.verify().fault is None
