"""Anchors: what reminders count from. Each knows which of its objects are due when, whom each concerns, what may be
said of it to whom, and who may see it. One entry each in ``anchors`` (docs/adr/0082); rules name them by code.

The room lies below ``reminders.rules`` (its units and recipients stand in ``anchors.choices``; ``rules.choices`` passes
them on), so that a rule is checked against its anchor when it is saved.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.db.models import Q
from django.utils.functional import Promise

from accounts.people.models import User
from common.registry import Registry
from reminders.anchors.choices import Group, Recipient, Unit

Text = str | Promise
Key = tuple[int, datetime]  # (subject_id, due)


@dataclass(frozen=True, slots=True)
class Due:
    """One object at one of its moments. ``due`` of an anchor that counts days: midnight of the day here
    (``common.dates.day_start``). ``people``: user ids by ``Recipient`` value, active people only, without doubles;
    HEAD is found by the engine from ``department_id``, CUSTOMER from ``order_id`` and the customer's policy.
    ``since``: a step whose moment lies before it is of no use (a decision of two hours is not near its end when it is
    asked for); None: every step counts."""

    subject_id: int
    order_id: int | None
    customer_id: int | None
    due: datetime
    people: Mapping[str, tuple[int, ...]]
    department_id: int | None
    since: datetime | None = None

    @property
    def key(self) -> Key:
        """What ``describe`` asks for and answers by."""
        return self.subject_id, self.due


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter says of one object, in the active language. ``url``: the path of its page, "" for a customer.
    ``words``: what templates may name; what the reader may not see is not among them (``wording.fill``)."""

    title: str
    url: str
    words: Mapping[str, str] = field(default_factory=dict)


class Anchor(Protocol):
    """What a rule counts from.

    ``units``: in which its steps may be counted, the usual one first. ``recipients``: whom it knows; NAMED always does.
    ``words``: names that its templates may use besides ``wording.COMMON``, each with what it stands for.
    ``ends_with_order``: nothing is due for orders that are closed, archived or void (payments and conversations go on).
    ``repeats``: it makes sense to go on after the last step (not of news such as "shipped").
    ``news``: the customer is told only where his policy tells this (``orders.service.letters.choices.News``); "" where
    he is never told. ``may_wait``: whether ``waits`` ever names an order.
    """

    code: str
    label: Text
    about: Text
    subject_type: str
    group: Group
    units: tuple[Unit, ...]
    recipients: tuple[Recipient, ...]
    words: Mapping[str, Text]
    ends_with_order: bool
    repeats: bool
    news: str
    may_wait: bool

    def find(
        self, *, first: datetime, last: datetime, orders: Q | None = None, ids: Collection[int] | None = None
    ) -> Iterator[Due]:
        """What is due at a moment from ``first`` to ``last``, both included, that still holds now: streamed in the
        order of (subject id, due), each once, in bounded memory. ``orders``: only of orders that meet this condition on
        ``orders.Order`` (nothing without an order then). ``ids``: of these subjects only, for a second look."""

    def describe(self, keys: Collection[Key], reader: User | None) -> Mapping[Key, Facts]:
        """What may be said of them to ``reader`` (None: the customer, who sees neither costs nor others), in the
        active language, by a number of statements that does not grow with them. Keys of what is gone are left out."""

    def visible(self, ids: Collection[int], user: User) -> set[int]:
        """Which of the subjects ``user`` may see now."""

    def waits(self, order_ids: Collection[int], today: date) -> Mapping[int, date]:
        """Orders of which colleagues are not told yet, each with the day after ``today`` until which that waits."""

    def ways(self, keys: Collection[Key], reader: User, at: datetime) -> Mapping[Key, str]:
        """Where a mail to ``reader`` leads in place of a subject's page, for those where that is elsewhere: a path that
        may be a link of his own, so that it is written into the mail and kept nowhere (docs/adr/0026)."""


anchors: Registry[Anchor] = Registry("reminders.anchors")
