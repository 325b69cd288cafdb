"""What people do with reminders of theirs: know of it, want it later, or are not the right one (SEMANTICS 14).

An answer holds for a matter: one object and its moment, by one rule, for one reader. Once the moment changes he is told
anew. Each operation locks the rows of the matter; whoever sends looks at them again at that moment."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import errors, events
from common.operation import operation
from reminders.answering import matters
from reminders.reminder.models import Reminder
from reminders.reminder.states import Reaction, State
from reminders.rules.choices import Recipient
from reminders.scanning import operations as scanning
from reminders.scanning import writing
from reminders.scanning.planning import Plan, Planned
from reminders.scanning.recipients import Told
from reminders.sending import wording

FARTHEST = timedelta(days=90)
LONGEST_NOTE = 200
PASSED_ON = gettext_noop("%(person)s passed a reminder on to you: %(text)s")
PASSED_ON_WITH_WORD = gettext_noop("%(person)s passed a reminder on to you: %(text)s – “%(word)s”")
KIND = "reminder.passed_on"
NOBODY = gettext_lazy("There is nobody else whom the rule tells. Name somebody, or acknowledge it.")
_OPEN = ("", Reaction.SNOOZED, Reaction.OVER)
_TOLD = (State.SENT, State.GATHERED)


@operation
def acknowledge(*, actor: User, reminder_ids: Collection[int], at: datetime) -> int:
    """Say that the actor knows: the same moment of these objects is not told him again by these rules, and nobody is
    told higher up because of him. Returns how many matters were open. Raises NotFound, Invalid."""
    found = 0
    for rows in matters.lock(actor, reminder_ids):
        ids = [one.pk for one in rows if one.reaction in _OPEN]
        found += any(one.reaction != Reaction.OVER for one in rows if one.pk in ids)
        Reminder.objects.filter(pk__in=ids).update(reaction=Reaction.ACKNOWLEDGED, reacted_at=at, snoozed_until=None)
    return found


@operation
def snooze(*, actor: User, reminder_ids: Collection[int], until: datetime, at: datetime) -> int:
    """Want it told again at ``until``, once, and not before. Returns how many matters were put off. Raises NotFound,
    Invalid for a moment that is past or too far away, WrongState for what was answered or not told yet."""
    if not at < until <= at + FARTHEST:
        words = _("Choose a moment to come, within %(days)s days.") % {"days": FARTHEST.days}
        raise errors.Invalid(fields={"until": [words]})
    locked = matters.lock(actor, reminder_ids)
    for rows in locked:
        told = [one for one in rows if one.state in _TOLD and one.reaction in _OPEN]
        if not told:
            raise errors.WrongState(_("Only a reminder that came and was not answered comes again later."))
        newest = max(told, key=lambda one: (one.step, one.pk))
        Reminder.objects.filter(pk__in=[one.pk for one in told if one.pk != newest.pk]).update(reaction=Reaction.OVER)
        Reminder.objects.filter(pk=newest.pk).update(reaction=Reaction.SNOOZED, reacted_at=at, snoozed_until=until)
    return len(locked)


@operation
def not_me(
    *, actor: User, reminder_ids: Collection[int], at: datetime, to_id: int | None = None, word: str = ""
) -> list[str]:
    """Say that it is for somebody else: for ``to_id``, else for whoever the rule tells instead (the head, if nobody).
    He is told at once, with the actor's word, and gets what comes later. Returns the names of who was told.

    Raises NotFound, Invalid (somebody who left, or who may not see it), WrongState where nobody else would be told."""
    word = " ".join(word.split())
    if len(word) > LONGEST_NOTE:
        raise errors.Invalid(fields={"word": [_("No more than %(count)s characters.") % {"count": LONGEST_NOTE}]})
    named = people.get_active_person(to_id, "to") if to_id is not None else None
    if named is not None and named.pk == actor.pk:
        raise errors.Invalid(fields={"to": [_("Name somebody else.")]})
    told: set[int] = set()
    for rows in matters.lock(actor, reminder_ids):
        open_rows = [one for one in rows if one.reaction in _OPEN]
        if open_rows:
            told |= _pass_on(actor, rows, open_rows, named, word, at)
    return sorted(people.people().filter(pk__in=told).values_list("name", flat=True))


def _pass_on(
    actor: User, rows: list[Reminder], open_rows: list[Reminder], named: User | None, word: str, at: datetime
) -> set[int]:
    newest = max(rows, key=lambda one: (one.state in _TOLD, one.step, one.pk))
    Reminder.objects.filter(pk__in=[one.pk for one in open_rows]).update(
        reaction=Reaction.NOT_ME, reacted_at=at, snoozed_until=None, note=word
    )
    row = Reminder.objects.select_related("rule__segment", "rule__robot", "rule__template").get(pk=newest.pk)
    plan = Plan(row.rule, at=at)
    is_due = (row.subject_id, row.due) in plan.again([row.subject_id], row.due, row.due)
    told = _name(plan, row, named, at) if named else scanning.pass_on(actor=actor, reminder_id=row.pk, at=at)
    if is_due and not told and not _others_know(row):
        raise errors.WrongState(NOBODY)
    for user in people.people().filter(pk__in=told):
        _tell(plan, row, actor, user, word, at)
    events.record("reminder.passed_on", row.rule, at=at, number=row.rule.code, reminder=row.pk, to=sorted(told))
    return set(told)


def _name(plan: Plan, row: Reminder, named: User, at: datetime) -> list[int]:
    """Write it down for who was named."""
    if row.subject_id not in plan.anchor.visible([row.subject_id], named):
        words = _("%(person)s may not see what it is about.") % {"person": named}
        raise errors.Invalid(fields={"to": [words]})
    recipient = f"user:{named.pk}"
    same = Reminder.objects.filter(
        rule=row.rule_id, subject_type=row.subject_type, subject_id=row.subject_id, recipient=recipient
    )
    if same.filter(reaction=Reaction.NOT_ME).exists():
        words = _("%(person)s said already that it is for somebody else.") % {"person": named}
        raise errors.Invalid(fields={"to": [words]})
    due = plan.again([row.subject_id], row.due, row.due).get((row.subject_id, row.due))
    if due is not None:
        planned = Planned(due, row.step, Told(recipient, named.pk, Recipient.PASSED), State.QUEUED, at)
        writing.write(row.rule, row.subject_type, [planned], at)
        same.filter(due=row.due).exclude(why=Recipient.PASSED).update(why=Recipient.PASSED)
    return [named.pk]


def _others_know(row: Reminder) -> bool:
    same = Reminder.objects.filter(
        rule=row.rule_id, subject_type=row.subject_type, subject_id=row.subject_id, due=row.due, user__isnull=False
    )
    return same.exclude(reaction=Reaction.NOT_ME).exists()


def _tell(plan: Plan, row: Reminder, actor: User, user: User, word: str, at: datetime) -> None:
    """One line with who passes it on and his word: this is how it was sent to him."""
    theirs = Reminder.objects.filter(
        rule=row.rule_id,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        due=row.due,
        user=user,
    )
    with translation.override(user.language):
        said = wording.say({plan.rule.pk: plan}, [row], reader=user, name=user.name, language=user.language, at=at)
    facts = said[0].words if said else {}
    theirs.filter(state=State.QUEUED, send_at__lte=at).update(state=State.SENT, sent_at=at, facts=facts)
    inbox.notify(
        [user.pk],
        kind=KIND,
        message=PASSED_ON_WITH_WORD if word else PASSED_ON,
        parameters={"person": actor.name, "text": said[0].subject if said else str(plan.rule), "word": word},
        url="/reminders/",
        at=at,
        mail=True,
    )
