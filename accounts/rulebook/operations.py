"""Keeping the rulebook: a clause gets a new wording, never another text under the old one; checks are bound to it."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.rulebook import numbers, policies
from accounts.rulebook.checks import checks
from accounts.rulebook.models import Clause, ClauseCheck, ClauseWording
from common import dates, editing, errors, events
from common.operation import operation


@operation
def add_clause(
    *,
    actor: User,
    number: str,
    chapter: str,
    title_zh: str,
    text_zh: str,
    valid_from: date,
    at: datetime,
    title_en: str = "",
    text_en: str = "",
    valid_to: date | None = None,
    checked_by: Collection[str] = (),
) -> Clause:
    """Add a clause with its first wording. Raises NotAllowed, Invalid (number, chapter, words, days, a check that is
    none, a number that is taken)."""
    rights.require(actor, policies.MANAGE)
    number = number.strip()
    if not numbers.is_one(number):
        raise errors.Invalid(fields={"number": [_("Write a number like 3 or 3.2.")]})
    if Clause.objects.filter(number=number).exists():
        taken = _("There is a clause %(number)s already.") % {"number": number}
        raise errors.Invalid(fields={"number": [taken]})
    clause = Clause(number=number, place=numbers.place_of(number), chapter=chapter)
    editing.check(clause)
    clause.save(force_insert=True)
    _word(clause, 1, actor, at, title_zh, title_en, text_zh, text_en, valid_from, valid_to, "")
    _bind(clause, checked_by)
    events.record("clause.added", clause, at=at, number=clause.number)
    return clause


@operation
def reword_clause(
    *,
    actor: User,
    number: str,
    version: int | None,
    title_zh: str,
    text_zh: str,
    valid_from: date,
    at: datetime,
    title_en: str = "",
    text_en: str = "",
    valid_to: date | None = None,
    reason: str = "",
) -> Clause:
    """Give a clause its next wording, which holds from its first day on; with ``valid_to`` the clause ends on that
    day. What held on past days stays as it was read then: it does not begin before today, nor before a wording that
    is planned. Raises NotAllowed, NotFound, Invalid, Stale."""
    rights.require(actor, policies.MANAGE)
    clause = _locked(number, version)
    _require_next(clause, valid_from, dates.business_day(at))
    last = clause.wordings.order_by("-number").first()
    next_number = (last.number if last else 0) + 1
    _word(clause, next_number, actor, at, title_zh, title_en, text_zh, text_en, valid_from, valid_to, reason)
    clause.version += 1
    clause.save(update_fields=["version"])
    events.record("clause.reworded", clause, at=at, number=clause.number, version=next_number, reason=reason)
    return clause


@operation
def bind_checks(*, actor: User, number: str, keys: Collection[str], version: int | None, at: datetime) -> Clause:
    """Say which checks of the software enforce a clause: these and no others. Raises NotAllowed, NotFound, Invalid,
    Stale."""
    rights.require(actor, policies.MANAGE)
    clause = _locked(number, version)
    before = set(clause.bound.values_list("check_key", flat=True))
    _bind(clause, keys)
    if before != set(keys):
        clause.version += 1
        clause.save(update_fields=["version"])
        events.record("clause.bound", clause, at=at, number=clause.number, checks=sorted(keys))
    return clause


def _locked(number: str, version: int | None) -> Clause:
    clause = Clause.objects.select_for_update(no_key=True).filter(number=number).first()
    if clause is None:
        raise errors.NotFound()
    editing.require_seen(clause, version)
    return clause


def _require_next(clause: Clause, valid_from: date, today: date) -> None:
    newest = clause.wordings.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if newest is None:
        return
    first = max(newest, today) if newest <= today else newest
    if valid_from < first:
        words = _("What was read before stays as it was: the next wording begins on %(day)s or later.")
        raise errors.Invalid(fields={"valid_from": [words % {"day": first.isoformat()}]})


def _word(
    clause: Clause,
    number: int,
    actor: User,
    at: datetime,
    title_zh: str,
    title_en: str,
    text_zh: str,
    text_en: str,
    valid_from: date,
    valid_to: date | None,
    reason: str,
) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise errors.Invalid(fields={"valid_to": [_("It ends before it begins.")]})
    wording = ClauseWording(
        clause=clause,
        number=number,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        text_zh=text_zh.strip(),
        text_en=text_en.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
        saved_by=actor,
        saved_at=at,
    )
    editing.check(wording, exclude=("saved_by", "clause"))
    wording.save(force_insert=True)


def _bind(clause: Clause, keys: Collection[str]) -> None:
    unknown = [key for key in keys if key not in checks]
    if unknown:
        raise errors.Invalid(fields={"checks": [_("There is no check “%(key)s”.") % {"key": unknown[0][:60]}]})
    clause.bound.exclude(check_key__in=[*keys]).delete()
    ClauseCheck.objects.bulk_create([ClauseCheck(clause=clause, check_key=key) for key in keys], ignore_conflicts=True)
