"""What came back is counted once, blocks an address that is none, and a person lets it go again."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from common import clock, errors
from common.mailing import bounces
from common.mailing.models import MailAddress
from common.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db
SOMEBODY = SimpleNamespace(pk=1)


def message(key="m"):
    return OutboxMessage.objects.create(topic="mail", dedupe_key=key, due_at=clock.now(), created_at=clock.now())


@pytest.fixture
def told():
    news = []
    bounces.listeners._entries["test"] = news.append
    yield news
    del bounces.listeners._entries["test"]


def note(kind, of=None, reason="550 5.1.1 none", at=None):
    return bounces.note(to="Wang@Example.com ", kind=kind, reason=reason, message=of, at=at or clock.now())


def test_an_address_that_is_none_is_blocked_and_told_of_once(told):
    note("HARD", message("a"))
    note("HARD", message("b"))
    row = MailAddress.objects.get()
    assert (row.address, row.hard, row.is_blocked) == ("wang@example.com", 2, True)
    assert [one.is_new_block for one in told] == [True, False]
    assert set(bounces.blocked_among(["WANG@example.com", "li@example.com", ""])) == {"WANG@example.com"}
    assert Event.objects.filter(kind="mail.blocked").count() == 1


def test_of_one_message_it_is_counted_once_and_once_more_when_it_fails_for_good(told):
    one = message()
    assert note("SOFT", one) is not None
    assert note("SOFT", one) is None
    assert note("HARD", one) is not None
    assert note("HARD", one) is None
    assert note("SOFT", one) is None
    row = MailAddress.objects.get()
    assert (row.soft, row.hard) == (1, 1)


def test_what_is_late_or_full_is_counted_and_blocks_nothing(told):
    for number in range(5):
        note("SOFT", message(str(number)), reason="mailbox full")
    row = MailAddress.objects.get()
    assert (row.soft, row.is_blocked) == (5, False)
    assert bounces.why_blocked("wang@example.com") is None


def test_why_it_was_blocked_stays_to_be_read(told):
    note("HARD", message("a"), reason="no such user")
    note("SOFT", message("b"), reason="late")
    assert bounces.why_blocked("wang@example.com") == "no such user"


def test_a_released_address_starts_anew_and_an_old_notification_blocks_it_no_more(told):
    one = message()
    row = note("HARD", one)
    released = bounces.release(actor=SOMEBODY, address_id=row.pk, at=clock.now())
    assert (released.is_blocked, released.hard) == (False, 0)
    assert note("HARD", one) is None
    assert bounces.why_blocked("wang@example.com") is None
    note("HARD", message("later"), at=clock.now() + timedelta(days=1))
    assert bounces.why_blocked("wang@example.com") is not None


def test_nobody_releases_twice(told):
    row = note("HARD", message())
    bounces.release(actor=SOMEBODY, address_id=row.pk, at=clock.now())
    with pytest.raises(errors.WrongState):
        bounces.release(actor=SOMEBODY, address_id=row.pk, at=clock.now())
    with pytest.raises(errors.NotFound):
        bounces.release(actor=SOMEBODY, address_id=0, at=clock.now())
