"""What the feed declares: its examples, and how it refuses."""

from accounts.trail.exempt import exempt_tables
from common.api import examples as documented
from common.api import watching
from common.api.examples import Refusal
from integration.feed import examples, noting

_AHEAD = Refusal(
    409,
    "This position does not exist yet; the newest is 48211.",
    {"newest": ({"type": "integer"}, 48211)},
    operations=("get /api/v1/events/",),
)


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    documented.refusals.register("cursor_ahead", _AHEAD)
    watching.watchers.register("integration.feed", noting.watch)
    exempt_tables.register("integration_feedreader", "technical: how far clients say that they are")
    examples.register()
