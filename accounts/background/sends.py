"""Messages that wait for a person: doubtful ones (the sender stopped while sending) and refused ones, with what speaks
for or against their having arrived (docs/adr/0127)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import policies as rights
from accounts.background import policies
from accounts.people.models import User
from common import errors, keyset, mailing, outbox, sends
from common.links.models import LinkVisit
from common.mailing import bounces
from common.models import OutboxMessage

State = OutboxMessage.State
SHOWN = {"both": (State.DOUBTFUL, State.FAILED), "doubtful": (State.DOUBTFUL,), "failed": (State.FAILED,)}
SORTS = {"id": keyset.Sort("pk")}
MOST = 100  # decided on at once


class Decision(StrEnum):
    """What a person may decide about such a message."""

    ARRIVED = "arrived"
    AGAIN = "again"
    GIVE_UP = "give_up"


LABELS = {
    Decision.ARRIVED: gettext_lazy("It arrived"),
    Decision.AGAIN: gettext_lazy("Send again"),
    Decision.GIVE_UP: gettext_lazy("Give up"),
}


@dataclass(frozen=True)
class Doubt:
    """One message: what, to whom as the reader may see it, why it waits, and what is known of it."""

    message: OutboxMessage
    label: str
    what: str
    whom: str
    why: str
    evidence: Sequence[tuple[str, str]] = field(default_factory=list)  # (tone, words)

    @property
    def is_doubtful(self) -> bool:
        """Whether it may have arrived; else the other side refused it."""
        return self.message.state == State.DOUBTFUL


def list_doubts(*, actor: User, show: str = "both", cursor: str = "") -> tuple[keyset.Page, list[Doubt]]:
    """Messages that wait for a person, newest first. Raises NotAllowed, Invalid."""
    page = keyset.paginate(waiting(actor=actor, show=show), sorts=SORTS, sort="id", cursor=cursor or None, size=50)
    return page, told(actor, page.items)


def waiting(*, actor: User, show: str = "both") -> QuerySet[OutboxMessage]:
    """Messages that wait for a person, for a keyset page by SORTS. Raises NotAllowed, Invalid."""
    policies.require_view(actor)
    if show not in SHOWN:
        raise errors.Invalid(fields={"show": [_("Choose one of the list.")]})
    return OutboxMessage.objects.filter(state__in=SHOWN[show])


def chosen(*, actor: User, ids: Collection[int]) -> list[Doubt]:
    """Those of the messages that still wait for a person. Raises NotAllowed, Invalid (none, or too many)."""
    policies.require_view(actor)
    if not ids or len(ids) > MOST:
        raise errors.Invalid(fields={"ids": [_("Choose between 1 and %(most)s.") % {"most": MOST}]})
    rows = OutboxMessage.objects.filter(pk__in=ids, state__in=SHOWN["both"]).order_by("-pk")
    return told(actor, list(rows))


def counts() -> dict[str, int]:
    """How many are doubtful, and how many were refused."""
    states = OutboxMessage.objects.filter(state__in=SHOWN["both"])
    return states.aggregate(
        doubtful=Count("pk", filter=Q(state=State.DOUBTFUL)), failed=Count("pk", filter=Q(state=State.FAILED))
    )


def told(actor: User, messages: Sequence[OutboxMessage]) -> list[Doubt]:
    """The messages in words; so many statements as there are topics, and four more."""
    about, seen = sends.about(messages), _Seen(messages)
    found = []
    for one in messages:
        address = one.recipient or str(one.payload.get("to", ""))
        whom = str(rights.shown(actor, "customer.contact", address) or "") if address else ""
        why = _("The sender stopped while sending.") if one.state == State.DOUBTFUL else _("It was refused.")
        label = str(sends.label_of(one.topic))
        found.append(Doubt(one, label, about.get(one.pk, ""), whom, why, list(seen.of(one))))
    return found


class _Seen:
    """What is known of some messages: mail that came back, blocked addresses, later mail to the same address, links in
    them that were opened."""

    def __init__(self, messages: Sequence[OutboxMessage]):
        addresses = {one.recipient for one in messages if one.recipient}
        self.blocked = bounces.blocked_among(addresses)
        gone = OutboxMessage.objects.filter(recipient__in=addresses, state=State.SENT, sent_at__isnull=False)
        self.sent: dict[str, list[datetime]] = {}
        for address, at in gone.order_by("-pk").values_list("recipient", "sent_at")[:500]:
            if at is not None:
                self.sent.setdefault(address, []).append(at)
        self.opened = _opened(messages)

    def of(self, one: OutboxMessage) -> Iterator[tuple[str, str]]:
        if one.bounce:
            yield "bad", _("It came back: the other side got it and refused it.")
        if at := self.opened.get(one.pk):
            yield "ok", _("The link in it was opened %(when)s: it arrived.") % {"when": _moment(at)}
        if (row := self.blocked.get(one.recipient)) is not None:
            yield "bad", _("Its address is blocked: %(why)s") % {"why": row.reason[:200]}
        since = one.claimed_at or one.created_at
        if any(at > since for at in self.sent.get(one.recipient, ())):
            yield "", _("Later mail to the same address was taken by its server.")
        if one.topic in outbox.routes:
            yield "", _("In the log of the mail server: %(id)s") % {"id": mailing.message_id(one.pk)}
        known = sends.sends.get(one.topic)
        if known is not None and known.is_inside:
            yield "ok", _("Nothing of it leaves the house: once more does no harm.")


def _opened(messages: Sequence[OutboxMessage]) -> dict[int, datetime]:
    """Message → when the link that it carried was opened first since: of questions to customers, whose links are of
    the topic's own purpose."""
    asked = {(one.topic, one.payload["confirmation"]): one for one in messages if "confirmation" in one.payload}
    visits = LinkVisit.objects.filter(
        link__purpose__in={topic for topic, _pk in asked}, link__subject_id__in={pk for _topic, pk in asked}
    ).order_by("-at")
    found: dict[int, datetime] = {}
    for purpose, subject_id, at in visits.values_list("link__purpose", "link__subject_id", "at"):
        one = asked.get((purpose, subject_id))
        if one is not None and at > (one.claimed_at or one.created_at):
            found[one.pk] = at
    return found


def _moment(at: datetime) -> str:
    from common.templatetags import fmt

    return str(fmt.full_moment(at))


def effect_of(doubts: Sequence[Doubt], decision: Decision) -> dict[str, Any]:
    """What a decision does, in lines: for the page that asks once more."""
    doubtful = [one for one in doubts if one.is_doubtful and not _is_inside(one)]
    back = [one for one in doubts if one.message.bounce]
    lines, warning = [], ""
    if decision == Decision.AGAIN:
        lines = [
            _("They go within a minute, each under the Message-ID it had. What is not true any more is left out."),
        ]
        if doubtful:
            warning = _("%(n)s of them may have arrived already: their readers may get them twice.") % {
                "n": len(doubtful)
            }
    elif decision == Decision.ARRIVED:
        lines = [_("They are noted as sent. Nobody gets anything.")]
        if back:
            warning = _("%(n)s of them came back: they did not reach anybody.") % {"n": len(back)}
        elif failed := [one for one in doubts if not one.is_doubtful]:
            warning = _("%(n)s of them were refused by the other side.") % {"n": len(failed)}
    else:
        lines = [_("They are never sent. Whoever waits for them is not told by the system.")]
    return {"lines": lines, "warning": warning}


def _is_inside(one: Doubt) -> bool:
    known = sends.sends.get(one.message.topic)
    return known is not None and known.is_inside
