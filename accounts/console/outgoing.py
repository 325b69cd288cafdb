"""What the console shows of outgoing mail, and whom it tells when mail comes back."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import outbox
from common.mailing import bounces, server
from common.models import OutboxMessage

RIGHT = "outbox.resend"
State = OutboxMessage.State
_BLOCKED = gettext_noop("Mail to %(address)s comes back for good; none is sent there any more: %(reason)s")
_YOURS = gettext_noop("Mail to your address %(address)s comes back; please have it corrected.")


@dataclass(frozen=True)
class Mail:
    """How mail stands: what waits, what a person must decide on, the addresses that are blocked, and the last test
    mail of the reader."""

    waiting: int
    doubtful: int
    failed: int
    blocked: int
    test: OutboxMessage | None
    last_error: str


def mail_of(reader: User) -> Mail:
    """How mail stands now."""
    topics = [topic for topic, one in outbox.routes.items() if one == server.NAME]
    mails = OutboxMessage.objects.filter(topic__in=topics)
    found = mails.filter(state__in=(State.PENDING, State.SENDING, State.DOUBTFUL, State.FAILED)).aggregate(
        waiting=Count("pk", filter=Q(state__in=(State.PENDING, State.SENDING))),
        doubtful=Count("pk", filter=Q(state=State.DOUBTFUL)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    )
    tried = mails.filter(state=State.PENDING, attempts__gt=0).order_by("-claimed_at")
    return Mail(
        **found,
        blocked=bounces.all_addresses().filter(is_blocked=True).count(),
        test=mails.filter(dedupe_key__startswith=test_key(reader)).order_by("-pk").first(),
        last_error=tried.values_list("last_error", flat=True).first() or "",
    )


def test_key(person: User) -> str:
    """How the keys of somebody's test mails begin."""
    return f"test-{person.pk}-"


def tell(news: bounces.News) -> None:
    """Tell the administrators that an address was blocked, and whose of ours it is."""
    if not news.is_new_block:
        return
    told = {"address": news.address, "reason": news.reason[:150]}
    url = reverse("admin:common_mailaddress_changelist")
    inbox.notify(
        people.holders(RIGHT).values_list("pk", flat=True),
        kind="mail.blocked",
        message=_BLOCKED,
        parameters=told,
        at=news.at,
        url=url,
    )
    own = people.active_people().filter(email__iexact=news.address)
    inbox.notify(
        own.values_list("pk", flat=True),
        kind="mail.blocked",
        message=_YOURS,
        parameters={"address": news.address},
        at=news.at,
        url=reverse("accounts:preferences"),
    )
