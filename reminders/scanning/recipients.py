"""Whom a rule tells of an object, by who stands behind its recipients now. Pure: everything was read before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reminders.anchors.source import Due
from reminders.rules.choices import Channel, Escalation, Recipient
from reminders.scanning.customers import Customers
from reminders.scanning.people import Staff


@dataclass(frozen=True, slots=True)
class Told:
    """One who is told. ``recipient`` as reminders keep it; ``why``: as whom; ``address``: of a customer, "" without."""

    recipient: str
    user_id: int | None
    why: str
    address: str = ""


@dataclass(frozen=True)
class Audience:
    """What a rule says of its recipients."""

    recipients: tuple[str, ...]
    named: tuple[int, ...]
    channels: tuple[str, ...]
    robot_id: int | None
    escalate_to: str
    escalate_person_id: int | None

    @property
    def tells_people(self) -> bool:
        """Whether any channel reaches a person."""
        return Channel.INBOX in self.channels or Channel.MAIL in self.channels

    @property
    def tells_customers(self) -> bool:
        """Whether a customer may be written to."""
        return Recipient.CUSTOMER in self.recipients and Channel.MAIL in self.channels


def whom(
    audience: Audience,
    due: Due,
    staff: Staff,
    customers: Customers,
    not_them: Collection[int] = (),
    passed_to: Collection[int] = (),
) -> list[Told]:
    """Who is told: each once, as the first that the rule names him. Somebody who left is replaced by his substitute; in
    place of who said that he is not the right one (``not_them``) whom he named (``passed_to``), else the head, who is
    told also where nobody is found."""
    found: dict[str, Told] = {}
    if audience.tells_people:
        for told in _people(audience, due, staff, set(not_them), sorted(passed_to)):
            found.setdefault(told.recipient, told)
    if audience.tells_customers and due.customer_id:
        address = customers.address(due.order_id)
        if address is not None:
            key = f"customer:{due.customer_id}"
            found.setdefault(key, Told(key, None, Recipient.CUSTOMER, address))
    if Channel.ROBOT in audience.channels and audience.robot_id:
        key = f"robot:{audience.robot_id}"
        found.setdefault(key, Told(key, None, audience.recipients[0] if audience.recipients else Recipient.NAMED))
    return list(found.values())


def ways(audience: Audience, told: Told, staff: Staff) -> tuple[str, ...]:
    """By which channels it reaches him. One of ours whom no mail reaches is told in the app."""
    if told.user_id is None:
        return (Channel.ROBOT,) if told.recipient.startswith("robot:") else (Channel.MAIL,)
    by_mail = Channel.MAIL in audience.channels and staff.has_mail(told.user_id)
    in_app = Channel.INBOX in audience.channels or not by_mail
    return (*((Channel.INBOX,) if in_app else ()), *((Channel.MAIL,) if by_mail else ()))


def _people(audience: Audience, due: Due, staff: Staff, not_them: set[int], passed_to: Iterable[int]) -> Iterable[Told]:
    wanted = [one for one in audience.recipients if one != Recipient.CUSTOMER]
    named = [(why, user_id) for why in wanted for user_id in _behind(why, audience, due, staff)]
    acting = [(why, staff.acting(user_id)) for why, user_id in named]
    found = [_person(user_id, why) for why, user_id in acting if user_id and user_id not in not_them]
    instead = [one for one in map(staff.acting, passed_to) if one and one not in not_them]
    if instead:
        return [*found, *(_person(user_id, Recipient.PASSED) for user_id in instead)]
    is_missing = len(found) < len(named) or not found
    if wanted and is_missing and (not found or any(user_id in not_them for _why, user_id in acting)):
        head = staff.head(due.department_id, but=not_them)
        if head:
            found.append(_person(head, Recipient.HEAD))
    return found


def _behind(why: str, audience: Audience, due: Due, staff: Staff) -> Iterable[int]:
    if why == Recipient.NAMED:
        return audience.named
    if why == Recipient.HEAD:
        head = staff.head(due.department_id)
        return (head,) if head else ()
    return due.people.get(why, ())


def higher_up(audience: Audience, due: Due, staff: Staff, told: Collection[int]) -> list[Told]:
    """Who is told as well when nobody answers: none of those who were told."""
    if audience.escalate_to == Escalation.PERSON:
        person = staff.acting(audience.escalate_person_id)
        return [_person(person, Recipient.NAMED)] if person and person not in told else []
    department = due.department_id or next(filter(None, map(staff.department_of, sorted(told))), None)
    heads = [one for one in staff.heads(department) if one not in told]
    place = 1 if audience.escalate_to == Escalation.PARENT else 0
    if audience.escalate_to == Escalation.PARENT and set(staff.heads(department)[:1]) & set(told):
        place = 0  # the nearest head was told already: the next of those left is the one above
    chosen = heads[place : place + 1] or heads[-1:]
    return [_person(one, Recipient.HEAD) for one in chosen]


def _person(user_id: int, why: str) -> Told:
    return Told(f"user:{user_id}", user_id, why)
