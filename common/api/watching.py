"""Who else looks at how calls of the API were answered; filled by upper apps (docs/adr/0130)."""

from collections.abc import Callable

from rest_framework.request import Request
from rest_framework.response import Response

from common.registry import Registry

# name -> called with each call and its answer, after it; what it raises would spoil the answer
watchers: Registry[Callable[[Request, Response], None]] = Registry("common.api.watchers")


def tell(request: Request, response: Response) -> None:
    """Show a call and its answer to all who watch."""
    for watch in watchers.values():
        watch(request, response)
