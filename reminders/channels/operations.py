"""Group chat robots: kept, tried, switched off (R193)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events, outbox
from common.operation import operation
from reminders.channels import queries, webhooks
from reminders.channels.models import Robot
from reminders.channels.sending import TEST_TOPIC

RIGHT = "reminder.rules"
FIELDS = ("name", "kind", "language", "is_active")
_SECRET = 200


@operation
def save_robot(
    *,
    actor: User,
    at: datetime,
    robot_id: int | None = None,
    version: int | None = None,
    key: str = "",
    secret: str | None = None,
    **changes: Any,
) -> Robot:
    """Add a robot or change one (read at ``version``). ``key``: the address that the chat shows for it, or the key in
    it; empty: as it was. ``secret``: None as it was, "" none. Neither is ever shown or told again.

    Raises NotAllowed, NotFound, Stale, Invalid.
    """
    policies.require(actor, RIGHT)
    robot = editing.locked_or_new(Robot, robot_id)
    was_kind = robot.kind
    changed = editing.change(robot, editing.as_columns(Robot, changes, FIELDS), version)
    is_keyed = _take_secrets(robot, key.strip(), secret, is_other_kind=bool(robot.pk) and robot.kind != was_kind)
    if robot.pk and is_keyed and not changed:
        robot.version += 1
    if is_keyed:
        robot.last_error = ""
    editing.check(robot)
    robot.save()
    events.record("robot.saved", robot, at=at, number=robot.name, is_keyed=is_keyed)
    return robot


def _take_secrets(robot: Robot, key: str, secret: str | None, *, is_other_kind: bool) -> bool:
    """Put key and secret into the row; whether either is new. Raises Invalid, which repeats neither."""
    wrong: dict[str, list[Any]] = {}
    if robot.kind not in webhooks.SERVICES:
        return False  # said with the field
    found = webhooks.key_of(robot.kind, key) if key else ""
    if key and not found:
        wrong["key"] = [_("This is neither the address of such a robot nor its key.")]
    elif not key and (not robot.key or is_other_kind):
        wrong["key"] = [_("Enter the address that the chat shows for its robot.")]
    if secret and (robot.kind not in webhooks.SIGNING or len(secret.strip()) > _SECRET):
        wrong["secret"] = [_("Robots of this kind take no secret.")]
    if wrong:
        raise errors.Invalid(fields=wrong)
    before = (robot.key, robot.secret)
    robot.key = found or robot.key
    if secret is not None:
        robot.secret = secret.strip()
    elif is_other_kind:
        robot.secret = ""
    return before != (robot.key, robot.secret)


@operation
def switch_off(*, actor: User, robot_id: int, version: int | None = None, at: datetime) -> Robot:
    """Write nothing through a robot any more. Raises NotAllowed, NotFound, Stale, WrongState."""
    policies.require(actor, RIGHT)
    robot = editing.locked_or_new(Robot, robot_id)
    editing.require_seen(robot, version)
    if not robot.is_active:
        raise errors.WrongState()
    robot.is_active, robot.version = False, robot.version + 1
    robot.save(update_fields=["is_active", "version"])
    events.record("robot.switched_off", robot, at=at, number=robot.name)
    return robot


@operation
def test_robot(*, actor: User, robot_id: int, at: datetime) -> None:
    """Have a test message written into the chat; how it went stands with the robot soon after. Raises NotAllowed,
    NotFound, WrongState for one that is switched off."""
    policies.require(actor, RIGHT)
    robot = queries.get_robot(robot_id)
    if not robot.is_active:
        raise errors.WrongState(_("This robot is switched off."))
    payload = {"robot": robot.pk, "by": actor.name}
    outbox.put(TEST_TOPIC, f"{queries.test_key(robot.pk)}{at.isoformat()}", payload, at=at)
    events.record("robot.tested", robot, at=at, number=robot.name)
