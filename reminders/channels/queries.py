"""Every read of group chat robots. What these return never shows key or secret."""

from django.db.models import Q, QuerySet

from common import errors
from common.models import OutboxMessage
from reminders.channels.models import Robot
from reminders.channels.sending import TEST_TOPIC


def all_robots() -> QuerySet[Robot]:
    """Every robot, without what only sending needs; ``is_signing``: whether it has a secret."""
    return Robot.objects.defer("key", "secret").annotate(is_signing=~Q(secret=""))


def active_robots() -> QuerySet[Robot]:
    """Those that may be written through."""
    return all_robots().filter(is_active=True)


def get_robot(robot_id: int) -> Robot:
    """One robot. Raises NotFound."""
    found = all_robots().filter(pk=robot_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def test_key(robot_id: int) -> str:
    """How the keys of a robot's test messages begin."""
    return f"{TEST_TOPIC}-{robot_id}-"


def last_test(robot_id: int) -> OutboxMessage | None:
    """The last test message of a robot."""
    return OutboxMessage.objects.filter(dedupe_key__startswith=test_key(robot_id)).order_by("-pk").first()
