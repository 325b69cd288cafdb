"""What the feed declares: its examples, and how it refuses."""

from common.api import examples as documented
from common.api.examples import Refusal
from integration.feed import examples

_AHEAD = Refusal(
    409,
    "This position does not exist yet; the newest is 48211.",
    {"newest": ({"type": "integer"}, 48211)},
    operations=("get /api/v1/events/",),
)


def register() -> None:
    """Called once from ``IntegrationConfig.ready``."""
    documented.refusals.register("cursor_ahead", _AHEAD)
    examples.register()
