"""Changing the rules: a draft is made from the rules in force, or of an earlier version, edited, and put in force as a
whole (R001–R022)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events, waking
from common.classification import checks, patterns
from common.classification.rules import Faults, Kind
from common.models import Job
from common.operation import operation
from segments.classification import preview, previewing, queries, recomputing, uses
from segments.classification.models import Rule, RuleVersion, Tag
from segments.classification.policies import EDIT

State = RuleVersion.State
RULE_FIELDS = (
    *("key", "subject", "kind", "operands", "tags", "group", "when", "unless"),
    *("flags", "misfit_flags", "empty_flags"),
)
TAG_FIELDS = ("kind", "code", "thing", "group", "name", "english_name")
STEP = 10  # between sequences
R = TypeVar("R", Rule, Tag)


@operation
def start_draft(*, actor: User, at: datetime, note: str = "", source: int | None = None) -> RuleVersion:
    """A draft with the rules and names in force, or with those of version ``source``, to bring them back. Raises
    NotAllowed, NotFound, Conflict where there is one already."""
    policies.require(actor, EDIT)
    origin = queries.active() if source is None else queries.get_version(source)
    if queries.draft() is not None:
        raise errors.Conflict(_("There is a draft already: go on with it, or discard it."), code="draft_exists")
    highest = RuleVersion.objects.aggregate(highest=Max("number"))["highest"]
    draft = RuleVersion.objects.create(number=highest + 1, note=note[:300], created_by=actor, created_at=at)
    rules, tags = queries.rule_rows(origin), queries.tag_rows(origin)
    copied: list[Any] = [*rules, *tags]
    for row in copied:
        row.pk, row.rules = None, draft
    Rule.objects.bulk_create(rules)
    Tag.objects.bulk_create(tags)
    events.record("classification.draft_started", draft, at=at, number=str(draft.number), source=origin.number)
    return draft


@operation
def save_rule(*, actor: User, rule_id: int | None, fields: Mapping[str, Any], version: int, at: datetime) -> Rule:
    """Add a rule to the draft (``rule_id`` None), or change one: RULE_FIELDS. ``version``: of the draft, as it was
    shown. What is wrong with the rule alone is refused; how rules fit together is asked when they come into force.

    Raises NotAllowed, NotFound, WrongState, Stale, Invalid.
    """
    draft = _lock_draft(actor, version)
    row = _of_draft(draft, Rule, rule_id, lambda: Rule(rules=draft, sequence=_last(draft) + STEP))
    editing.assign(row, editing.as_columns(Rule, fields, RULE_FIELDS))
    editing.check(row, exclude=("kind", "operands"))  # of values the rules themselves say what is wrong
    if faults := checks.check(queries.as_rule(row)):
        raise errors.Invalid(fields={name: list(texts) for name, texts in faults.items()})
    if row.kind == Kind.PATTERN:  # by the codes of its parts, in whatever language it was written
        row.operands = [str(patterns.read(text)) for text in row.operands]
    return _saved(draft, row, "rule", row.key, at)


@operation
def move_rule(*, actor: User, rule_id: int, up: bool, version: int, at: datetime) -> Rule:
    """Change places with the rule before or behind it: of two values of a facet the first stays, reasons are given in
    this order. Raises NotAllowed, NotFound, WrongState, Stale."""
    draft = _lock_draft(actor, version)
    row = queries.get_rule(draft, rule_id)
    rows = queries.rule_rows(draft)
    place = next(n for n, one in enumerate(rows) if one.pk == row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for n, one in enumerate(rows, start=1):
            one.sequence = STEP * n
        Rule.objects.bulk_update(rows, ["sequence"])
    return _saved(draft, None, "rule", row.key, at) or row


@operation
def remove_rule(*, actor: User, rule_id: int, version: int, at: datetime) -> None:
    """Take a rule out of the draft. Raises NotAllowed, NotFound, WrongState, Stale."""
    draft = _lock_draft(actor, version)
    row = queries.get_rule(draft, rule_id)
    row.delete()
    _touched(draft, "rule_removed", row.key, at)


@operation
def save_tag(*, actor: User, tag_id: int | None, fields: Mapping[str, Any], version: int, at: datetime) -> Tag:
    """Name something that the draft's rules give, or change its name: TAG_FIELDS. Raises like ``save_rule``."""
    draft = _lock_draft(actor, version)
    row = _of_draft(draft, Tag, tag_id, lambda: Tag(rules=draft))
    columns = editing.as_columns(Tag, fields, TAG_FIELDS)
    if tag_id is not None and columns.get("code", row.code) != row.code and _uses(draft, row.code):
        raise errors.Invalid(fields={"code": [_("Rules of the draft name this code.")]})
    editing.assign(row, columns)
    if not checks.is_code(row.code):
        raise errors.Invalid(fields={"code": [checks.code_words()]})
    editing.check(row)
    return _saved(draft, row, "tag", row.code, at)


@operation
def remove_tag(*, actor: User, tag_id: int, version: int, at: datetime) -> None:
    """Take a name out of the draft. Raises NotAllowed, NotFound, WrongState, Stale, Conflict where rules give it."""
    draft = _lock_draft(actor, version)
    row = queries.get_tag(draft, tag_id)
    if users := _uses(draft, row.code):
        words = _("These rules name it: %(rules)s. Change them first.") % {"rules": ", ".join(users[:10])}
        raise errors.Conflict(words, code="tag_in_use")
    row.delete()
    _touched(draft, "tag_removed", row.code, at)


@operation
def discard_draft(*, actor: User, version: int, at: datetime) -> None:
    """Give the draft up; the rules in force stay. Raises NotAllowed, WrongState, Stale."""
    draft = _lock_draft(actor, version)
    events.record("classification.draft_discarded", draft, at=at, number=str(draft.number))
    draft.delete()


@operation
def start_preview(*, actor: User, version: int, at: datetime) -> Job:
    """Look in the background at what the draft would change of everything that is classified; the look at another edit
    of it is given up. Raises NotAllowed, WrongState, Stale, BadRules."""
    draft = _lock_draft(actor, version)
    _require_sound(draft)
    standing = previewing.job_of(draft)
    if standing is not None and standing.state in previewing.WAITING:
        return standing
    draft.job = Job.objects.create(
        kind=previewing.JOB,
        actor_id=actor.pk,
        created_at=at,
        total=preview.total(),
        parameters={"number": draft.number, "version": draft.version},
    )
    draft.save(update_fields=["job"])
    waking.wake(previewing.JOB)
    return draft.job


@operation
def activate_draft(*, actor: User, version: int, at: datetime, note: str = "") -> RuleVersion:
    """Put the draft in force. From now on everything new is classified by it, and what is there in the background.

    Waits for who is writing what the old rules say, or a condition that names it. Raises NotAllowed, WrongState, Stale,
    BadRules, Invalid where something has no name, Conflict where a role's reach goes by something that the draft gives
    no more.
    """
    draft = _lock_draft(actor, version)
    _require_sound(draft)
    old = _lock_all()[State.ACTIVE]
    _require_not_held(actor, draft)
    old.state, old.retired_at = State.RETIRED, at
    old.save(update_fields=["state", "retired_at"])
    draft.job = Job.objects.create(kind=recomputing.JOB, actor_id=actor.pk, created_at=at, total=preview.total())
    draft.state, draft.activated_at, draft.activated_by = State.ACTIVE, at, actor
    draft.note = note[:300] or draft.note
    draft.save()
    events.record("classification.activated", draft, at=at, number=str(draft.number), replaces=old.number)
    waking.wake(recomputing.JOB)
    return draft


def faults_of(version: RuleVersion) -> dict[str, Faults]:
    """What keeps rules from coming into force: key of a rule → its faults, with codes that nobody named."""
    rows = queries.rules_of(version)
    faults = checks.check_all(rows)
    named = set(queries.names(version))
    for rule in rows:
        for field in ("tags", "flags", "misfit_flags", "empty_flags"):
            missing = [code for code in getattr(rule, field) if code not in named]
            if missing:
                words = _("Name it first: %(codes)s.") % {"codes": ", ".join(missing)}
                faults.setdefault(rule.key, {}).setdefault(field, []).append(str(words))
    return faults


def _require_sound(draft: RuleVersion) -> None:
    if faults := faults_of(draft):
        words: dict[str, list[errors.Text]] = {
            f"{key}.{field}": list(texts) for key, found in faults.items() for field, texts in found.items()
        }
        raise errors.Invalid(_("These rules have faults."), fields=words, code="bad_rules")


def _require_not_held(actor: User, draft: RuleVersion) -> None:
    """What decides what people reach does not change its meaning by the way."""
    held = [use for use in uses.of_gone(actor, draft) if use.held_by]
    if not held:
        return
    known = queries.names()
    told = [f"{use.title} ({', '.join(queries.labels(use.codes, known))}; {', '.join(use.held_by)})" for use in held]
    words = _("These conditions name what the draft gives no more, and roles go by them: %(uses)s. Change them first.")
    raise errors.Conflict(words % {"uses": "; ".join(told)}, code="in_use")


def _lock_all() -> dict[str, RuleVersion]:
    """The version in force and the draft, by state; waits for who writes what the one in force says."""
    rows = RuleVersion.objects.select_for_update().exclude(state=State.RETIRED).order_by("pk")
    return {row.state: row for row in rows}


def _lock_draft(actor: User, version: int) -> RuleVersion:
    policies.require(actor, EDIT)
    draft = RuleVersion.objects.select_for_update().filter(state=State.DRAFT).first()
    if draft is None:
        raise errors.WrongState(_("There is no draft: start one first."))
    editing.require_version(draft, version, {})
    return draft


def _of_draft(draft: RuleVersion, model: type[R], pk: int | None, new: Callable[[], R]) -> R:
    if pk is None:
        return new()
    row = model._default_manager.filter(rules=draft, pk=pk).first()
    if row is None:
        raise errors.NotFound()
    return row


def _saved(draft: RuleVersion, row: Any, what: str, code: str, at: datetime) -> Any:
    if row is not None:
        row.save()
    _touched(draft, f"{what}_saved", code, at)
    return row


def _touched(draft: RuleVersion, what: str, code: str, at: datetime) -> None:
    draft.version += 1
    draft.save(update_fields=["version"])
    events.record(f"classification.{what}", draft, at=at, number=str(draft.number), code=code)


def _last(draft: RuleVersion) -> int:
    return draft.rules.aggregate(last=Max("sequence"))["last"] or 0


def _uses(draft: RuleVersion, code: str) -> Sequence[str]:
    """Keys of the draft's rules that name a code."""
    lists = ("tags", "when", "unless", "flags", "misfit_flags", "empty_flags")
    rows = queries.rule_rows(draft)
    return [row.key for row in rows if code == row.group or any(code in getattr(row, name) for name in lists)]
