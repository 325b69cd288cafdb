"""What the pages of webhooks are drawn from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import User
from accounts.trail.labels import label_of
from common import keyset
from integration.webhooks import payload, policies, queries
from integration.webhooks.models import WebhookAttempt, WebhookEndpoint
from integration.webhooks.states import State, Trigger, words_of

PAGE = 50
GLYPHS = {State.ACTIVE: "closed", State.PAUSED: "archived", State.STOPPED: "block"}


@dataclass(frozen=True)
class Line:
    """A webhook as pages show it."""

    endpoint: WebhookEndpoint
    backlog: queries.Backlog

    @property
    def glyph(self) -> str:
        """Its state, drawn."""
        return "wait" if self.is_waiting else GLYPHS[State(self.endpoint.state)]

    @property
    def is_waiting(self) -> bool:
        """Whether an event failed and is tried again later."""
        return self.endpoint.state == State.ACTIVE and self.endpoint.failures > 0

    @property
    def error(self) -> str:
        """What went wrong last, in words."""
        return words_of(self.endpoint.last_error)


@dataclass(frozen=True)
class Row:
    """An attempt as the log shows it."""

    attempt: WebhookAttempt

    @property
    def label(self) -> str:
        """What was sent, in words."""
        return "" if self.attempt.kind in ("", payload.TEST_KIND) else str(label_of(self.attempt.kind))

    @property
    def glyph(self) -> str:
        """How it fared, drawn."""
        return "wait" if self.attempt.tried_at is None else "closed" if self.attempt.is_taken else "block"

    @property
    def place_before(self) -> int | None:
        """The place of the feed from which this event would come next."""
        return self.attempt.position - 1 if self.attempt.position else None

    @property
    def is_test(self) -> bool:
        """Whether it is about no event."""
        return self.attempt.trigger == Trigger.TEST


def listed(actor: User, cursor: str | None) -> dict[str, Any]:
    """The context of the list. Raises NotAllowed."""
    page = keyset.paginate(queries.list_endpoints(actor), sorts=queries.SORTS, sort="name", cursor=cursor, size=PAGE)
    lines = [Line(one, queries.Backlog(count, None)) for one, count in queries.behind(page.items)]
    return {"page": page, "lines": lines, "pager_target": "list"}


def detail(actor: User, endpoint_id: int, cursor: str | None, *, at: datetime) -> dict[str, Any]:
    """The context of a webhook's page: as it stands, how far it is, its log. Raises NotAllowed, NotFound."""
    endpoint = queries.get_endpoint(actor=actor, endpoint_id=endpoint_id)
    rows = queries.attempts_of(endpoint)
    page = keyset.paginate(rows, sorts=queries.LOG_SORTS, sort="id", cursor=cursor, size=PAGE)
    old = endpoint.old_secret_until
    return {
        "endpoint": endpoint,
        "line": Line(endpoint, queries.backlog(endpoint)),
        "page": page,
        "rows": [Row(one) for one in page.items],
        "pager_target": "log",
        "old_until": old if old and old > at else None,
        "may_send": policies.may_send(actor, endpoint.reader_id),
        "stuck_at": queries.stuck_at(endpoint),
    }


def readers(actor: User) -> list[User]:
    """As whom he may have events read: himself first."""
    return queries.readers(actor) if policies.may_choose_reader(actor) else [actor]
