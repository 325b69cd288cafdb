"""Pages of group chat robots."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies as rights
from common import clock, doors, masters, pages
from reminders.channels import forms, operations, queries

_NEW, _CHANGE, _SAVED = gettext_lazy("New robot"), gettext_lazy("Change the robot"), gettext_lazy("Robot saved")


@require_safe
def list_robots(request: HttpRequest) -> HttpResponse:
    """All robots, with how the last message and the last test went."""
    rights.require(request.user, operations.RIGHT)
    robots = [(robot, queries.last_test(robot.pk)) for robot in queries.all_robots()]
    return pages.render(request, "reminders/robot/list.html", {"robots": robots}, parts=("list",))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_robot(request: HttpRequest, robot_id: int | None = None) -> HttpResponse:
    """Add or change a robot."""
    rights.require(request.user, operations.RIGHT)
    row = queries.get_robot(robot_id) if robot_id else None
    form = forms.RobotForm(request.POST or None, instance=row)

    def save(version: int | None) -> Any:
        return operations.save_robot(
            actor=request.user, robot_id=robot_id, version=version, at=clock.now(), **form.given()
        )

    back = reverse("reminders:robots")
    return masters.edit(request, form, row, save, title=_CHANGE if row else _NEW, saved=_SAVED, back=back)


@require_POST
def test_robot(request: HttpRequest, robot_id: int) -> HttpResponse:
    """Have a test message written."""

    def ask() -> str:
        operations.test_robot(actor=request.user, robot_id=robot_id, at=clock.now())
        return resolve_url("reminders:robots")

    return pages.leave(request, doors.once(request, ask), _("The test message goes out in a moment."))


@require_POST
def switch_off(request: HttpRequest, robot_id: int) -> HttpResponse:
    """Write nothing through a robot any more."""
    version = doors.version_of(request.POST)
    operations.switch_off(actor=request.user, robot_id=robot_id, version=version, at=clock.now())
    return pages.leave(request, resolve_url("reminders:robots"), _("Robot switched off"))
