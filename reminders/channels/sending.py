"""A message into a group chat, as the outbox hands it over."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from common import clock, company, outbox
from common.models import OutboxMessage
from reminders.channels import webhooks
from reminders.channels.models import Robot

TEST_TOPIC = "robot-test"


def post(robot: Robot, title: str, text: str) -> None:
    """Write into the chat of ``robot``, title first. Raises outbox.Away while the service cannot be reached, Retry when
    it asks to wait, Refused when it will not take it or the robot is switched off; anything else may have been written.

    What went wrong last stands with the robot, without its key.
    """
    if not robot.is_active:
        raise outbox.Refused(f"{robot.name}: switched off")
    said = "\n".join(part for part in (title.strip(), text.strip()) if part)
    try:
        webhooks.say(robot.kind, robot.key, robot.secret, said)
    except webhooks.Unreachable as error:
        raise outbox.Away(_note(robot, str(error))) from None
    except webhooks.Later as error:
        raise outbox.Retry(_note(robot, str(error))) from None
    except webhooks.NotTaken as error:
        raise outbox.Refused(_note(robot, str(error))) from None
    except Exception as error:  # what it holds may name the address with its key
        raise Doubtful(_note(robot, type(error).__name__)) from None
    Robot.objects.filter(pk=robot.pk).update(last_error="", last_sent_at=clock.now())


class Doubtful(Exception):
    """The service was reached and did not answer: the message may stand in the chat."""


def _note(robot: Robot, said: str) -> str:
    Robot.objects.filter(pk=robot.pk).update(last_error=said[:300])
    return f"{robot.name}: {said}"


def deliver_test(message: OutboxMessage) -> None:
    """Write the test message of a robot. Moot when it was switched off meanwhile."""
    robot = Robot.objects.filter(pk=message.payload["robot"], is_active=True).first()
    if robot is None:
        raise outbox.Moot()
    with override(robot.language):
        title = _("Test message of %(company)s") % {"company": company.current().name}
        text = _("%(person)s asked for it. Reminders can be written into this chat.") % {
            "person": message.payload["by"]
        }
    post(robot, title, text)
