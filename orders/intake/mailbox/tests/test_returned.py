"""Notifications of mail servers that a mail of ours did not arrive: no orders, but noted at the address."""

import pytest

from accounts.collaboration.models import Notification
from accounts.tests.builders import make_user
from common import mailing
from common.mailing.models import MailAddress
from common.mailing.tests import test_reports
from common.models import OutboxMessage
from customers.tests import builders as customers
from orders.intake.mailbox import polling
from orders.intake.mailbox.tests import servers
from orders.intake.pool.models import IntakeItem
from orders.tests import builders
from orders.tests.builders import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with servers.double() as found:
        yield found


def items():
    return list(IntakeItem.objects.order_by("pk"))


def notification(outbox_id, final="wang@example.com"):
    raw = test_reports.notification(message_id=mailing.message_id(outbox_id))
    return raw.replace(b"Wang@Example.com", final.encode()).replace(
        b"rfc822;wang@example.com", b"rfc822;" + final.encode()
    )


@pytest.fixture
def sent():
    return OutboxMessage.objects.create(
        topic="mail", dedupe_key="m", state="SENT", recipient="wang@example.com", due_at=AT, created_at=AT, sent_at=AT
    )


class TestMailThatCameBack:
    def test_it_is_no_intake_and_blocks_the_address_and_tells_who_looks_after_it(self, server, sent):
        box, where = server
        cast = builders.make_order_cast()
        buyer = builders.make_buyer(cast.owner)
        customers.make_contact(buyer, email="Wang@example.com")
        administrator = make_user("administrator")
        uid = box.deliver(notification(sent.pk))
        assert polling.poll(AT, where) == 0
        assert items() == [] and uid in box.seen
        row = MailAddress.objects.get()
        assert (row.address, row.is_blocked) == ("wang@example.com", True)
        told = set(Notification.objects.filter(kind="mail.blocked").values_list("user", flat=True))
        assert {cast.owner.pk, administrator.pk} <= told
        sent.refresh_from_db()
        assert sent.bounce == "HARD"

    def test_taken_twice_it_counts_once(self, server, sent):
        box, where = server
        box.deliver(notification(sent.pk))
        polling.poll(AT, where)
        box.uidvalidity += 1  # the server numbers everything anew
        polling.poll(AT, where)
        assert MailAddress.objects.get().hard == 1

    def test_sent_on_to_somebody_else_it_does_not_block_whom_we_wrote_to(self, server, sent):
        box, where = server
        box.deliver(notification(sent.pk, final="elsewhere@example.org"))
        polling.poll(AT, where)
        row = MailAddress.objects.get()
        assert (row.address, row.is_blocked, row.soft) == ("wang@example.com", False, 1)

    @pytest.mark.parametrize("forged", [True, False])
    def test_one_that_names_no_mail_of_ours_blocks_nobody_and_is_set_aside_as_before(self, server, sent, forged):
        box, where = server
        raw = notification(sent.pk) if forged else notification(sent.pk + 1)
        if forged:
            raw = raw.replace(mailing.message_id(sent.pk).encode(), f"<outbox-{sent.pk}.0000000000000000@x>".encode())
        box.deliver(raw)
        polling.poll(AT, where)
        assert not MailAddress.objects.exists()
        assert len(items()) == 1
