"""Examples of exports for the API's document."""

from common.api import examples

_EXPORT = {
    "id": 41,
    "list": "orders",
    "form": "xlsx",
    "state": "DONE",
    "query": "view=all&status=EFFECTIVE&sort=-order_date",
    "columns": ["number", "customer", "customer_code", "order_date", "currency", "total"],
    "condition": ["View: All", "State: Effective"],
    "done": 1250,
    "total": 1250,
    "rows": 1250,
    "size": 104_310,
    "file": "/api/v1/exports/41/file/",
    "error": "",
    "created_at": "2026-11-20T02:15:00Z",
    "finished_at": "2026-11-20T02:15:01Z",
    "expires_at": "2026-11-27T02:15:01Z",
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    examples.register(
        {
            "Export": _EXPORT,
            "ExportInputRequest": {
                "list": "orders",
                "form": "xlsx",
                "query": "view=all&status=EFFECTIVE&sort=-order_date",
                "columns": ["number", "customer", "customer_code", "order_date", "currency", "total"],
            },
        }
    )
