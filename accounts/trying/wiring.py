"""A session that ends takes along the role or person it tries; both ends stand in the trail."""

from typing import Any

import structlog
from django.contrib.auth.signals import user_logged_out
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest

from accounts.people.models import User
from accounts.trying import operations, session
from common import clock, errors

log = structlog.get_logger(__name__)


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.trying")


def _signed_out(*, request: HttpRequest, user: User | None, **_more: Any) -> None:
    trial = session.kept(request.session)
    if trial is None or user is None:
        return
    session.drop(request.session)
    try:
        operations.end(actor=user, trial=trial, why="signed out", at=clock.now())
    except (errors.DomainError, DatabaseError, InterfaceError):  # who goes out goes out, whatever the database does
        log.exception("not_noted", what="trying_ended")
