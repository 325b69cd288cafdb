"""A world for tests of the engine: an anchor whose objects a test puts down, moves and ends; people; rules."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import count
from types import SimpleNamespace
from typing import Any

from accounts.collaboration.models import Notification
from accounts.people.models import Department, User
from accounts.tests.builders import make_department, make_user
from common import clock, dates, outbox
from reminders.anchors.choices import Recipient, Unit
from reminders.anchors.source import Due, Facts, anchors
from reminders.reminder.models import Letter, Reminder
from reminders.rules.models import ReminderRule, ReminderTemplate
from reminders.scanning import operations as scanning
from reminders.sending import operations as sending

TODAY = date(2026, 11, 25)  # a Wednesday, a day of work
_serial = count(1)


def at(clock_time: str = "09:00", day: date = TODAY) -> datetime:
    """A moment here."""
    hour, minute = map(int, clock_time.split(":"))
    return datetime.combine(day, time(hour, minute), tzinfo=dates.business_zone()).astimezone(UTC)


@dataclass
class Things:
    """The anchor "thing": what is due stands in ``rows``, by number."""

    rows: dict[int, Due] = field(default_factory=dict)
    hidden: set[tuple[int, int]] = field(default_factory=set)  # (thing, user)
    talks: dict[int, date] = field(default_factory=dict)  # order -> the day of a contact about it
    breaks: Exception | None = None
    asked: int = 0
    code: str = "test_thing"
    label: Any = "Thing"
    about: Any = "Thing"
    subject_type: str = "test.thing"
    group: Any = "DELIVERY"
    units: Any = tuple(Unit)
    recipients: Any = tuple(Recipient)
    words: Any = field(default_factory=dict)
    ends_with_order: bool = True
    repeats: bool = True
    news: str = "EFFECTIVE"
    may_wait: bool = True

    def put(
        self, number: int, due: date | datetime, *people: User, order=None, department=None, since=None, **more
    ) -> Due:
        """Something is due, for these people as owners."""
        moment = due if isinstance(due, datetime) else dates.day_start(due)
        self.rows[number] = Due(
            subject_id=number,
            order_id=order.pk if order else None,
            customer_id=order.customer_id if order else None,
            due=moment,
            people={Recipient.OWNER: tuple(one.pk for one in people), **more},
            department_id=department.pk if department else None,
            since=since,
        )
        return self.rows[number]

    def move(self, number: int, due: date) -> None:
        """It is due on another day."""
        self.rows[number] = replace(self.rows[number], due=dates.day_start(due))

    def end(self, number: int) -> None:
        """It was paid, delivered, done."""
        del self.rows[number]

    def find(self, *, first, last, orders=None, ids=None):
        self.asked += 1
        if self.breaks:
            raise self.breaks
        for number in sorted(self.rows):
            due = self.rows[number]
            if first <= due.due <= last and (ids is None or number in ids):
                yield due

    def describe(self, keys, reader):
        known = {key for key in keys if key[0] in self.rows}
        url = "/things/{}/" if reader is not None else ""
        return {key: Facts(f"Thing {key[0]}", url.format(key[0]), {"name": f"T{key[0]}"}) for key in known}

    def waits(self, order_ids, today):
        return {pk: day for pk, day in self.talks.items() if pk in order_ids and day > today}

    def ways(self, keys, reader, at):
        return {}

    def visible(self, ids, user):
        return {one for one in ids if (one, user.pk) not in self.hidden}


@contextmanager
def things():
    """The anchor, registered for one test."""
    anchor = Things()
    anchors._entries[anchor.code] = anchor
    try:
        yield anchor
    finally:
        del anchors._entries[anchor.code]


def make_template(**fields) -> ReminderTemplate:
    """Words of a rule."""
    given = {
        "name": f"Words {next(_serial)}",
        "subject_en": "{title} is due {when}",
        "subject_zh": "{title}：{when}",
        "text_en": "{title} ({name}) is due on {due}.",
        "text_zh": "{title}（{name}）于 {due} 到期。",
    }
    return ReminderTemplate.objects.create(**given | fields)


def make_rule(**fields) -> ReminderRule:
    """A rule over things: seven, three and one days before and on the day, in the app and by mail, one letter a day."""
    ReminderRule.objects.exclude(code__startswith="rule-").update(is_active=False)  # those that come with the software
    named = fields.pop("people", [])
    number = next(_serial)
    given = {
        "code": f"rule-{number}",
        "name": f"Rule {number}",
        "anchor": "test_thing",
        "unit": Unit.DAY,
        "steps": [-7, -3, -1, 0],
        "recipients": ["OWNER"],
        "channels": ["INBOX", "MAIL"],
        "workdays_only": False,
        "active_since": at("00:00", date(2026, 11, 1)),
        "rank": number,
    } | fields
    given.setdefault("template", make_template() if "template" not in given else given["template"])
    rule = ReminderRule.objects.create(**given)
    rule.people.set(named)
    return rule


def make_team() -> SimpleNamespace:
    """A department with a head, somebody who works there, and another; all with mail, reading English."""
    company: Department = make_department()
    department = make_department(parent=company)
    team = SimpleNamespace(company=company, department=department)
    for name in ("boss", "head", "worker", "other"):
        user = make_user("sales_manager", department=company if name == "boss" else department)
        User.objects.filter(pk=user.pk).update(email=f"{name}{user.pk}@example.com", language="en")
        user.refresh_from_db()
        setattr(team, name, user)
    Department.objects.filter(pk=department.pk).update(head=team.head)
    Department.objects.filter(pk=company.pk).update(head=team.boss)
    return team


def scan(moment: datetime) -> int:
    """The scan of that moment."""
    return scanning.scan(at=moment)


def send(moment: datetime) -> int:
    """The sending of that moment."""
    return sending.send_due(at=moment)


def relay(moment: datetime, monkeypatch) -> int:
    """What the outbox sends at that moment."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    return outbox.relay(now=lambda: moment)


def states(**narrow) -> dict[tuple[int, int], str]:
    """(thing, step) → state, of all reminders."""
    return {(one.subject_id, one.step): one.state for one in Reminder.objects.filter(**narrow)}


def letters(**narrow) -> list[Letter]:
    """Letters, oldest first."""
    return list(Letter.objects.filter(**narrow).order_by("pk"))


def run(moment: datetime, monkeypatch) -> None:
    """A whole turn of that moment: found, told, handed over."""
    scan(moment)
    send(moment)
    relay(moment, monkeypatch)


def inbox_of(user: User) -> list[str]:
    """What stands in somebody's inbox, oldest first."""
    return [one.text for one in Notification.objects.filter(user=user).order_by("id")]
