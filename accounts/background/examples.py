"""Examples of work in the background for the API's document."""

from typing import Any

from common.api import examples

_EFFECT: dict[str, Any] = {
    "does": ["The file is written from its first row, as the data and the rights of 何俊 are now."],
    "keeps": ["Nothing of the data changes. There is one file in the end, not two."],
    "warning": "",
    "obstacle": "",
}
_WORK: dict[str, Any] = {
    "id": "job-812",
    "kind": "accounts.run_export",
    "title": "Export of a long list",
    "what": "Orders · xlsx",
    "state": "FAILED",
    "is_silent": False,
    "asked_by": "何俊",
    "created_at": "2026-11-20T02:15:00Z",
    "started_at": "2026-11-20T02:15:01Z",
    "finished_at": "2026-11-20T02:15:09Z",
    "stage": "",
    "done": 12_000,
    "total": 41_250,
    "error": "Something went wrong on our side (OSError); the log says more. Export the list again.",
}
_DOUBT: dict[str, Any] = {
    "id": 5123,
    "topic": "quotation",
    "title": "Quotation",
    "what": "QT20261120-0007",
    "recipient": "purchasing@example.com",
    "state": "DOUBTFUL",
    "attempts": 1,
    "claimed_at": "2026-11-20T02:15:00Z",
    "error": "the sender stopped while sending",
    "evidence": ["Later mail to the same address was taken by its server."],
}
EXAMPLES: dict[str, Any] = {
    "BackgroundJob": _WORK,
    "BackgroundJobDetail": {**_WORK, "again": _EFFECT, "cancel": {**_EFFECT, "obstacle": "It is over already."}},
    "BackgroundJobPage": {"results": [_WORK], "next": ""},
    "BackgroundRetryInputRequest": {"kind": "accounts.run_export", "ids": ["job-812", "job-813"]},
    "BackgroundRetry": {
        "done": ["job-812"],
        "refused": [{"id": "job-813", "code": "wrong_state", "message": "It went on meanwhile."}],
    },
    "TimetableLine": {
        "key": "relay-mail",
        "title": "Sending mail",
        "began_at": "2026-11-20T02:15:00Z",
        "good_at": "2026-11-20T02:15:00Z",
        "seconds": 0.21,
        "failures": 0,
        "error": "",
        "next_at": "2026-11-20T02:15:10Z",
        "is_late": False,
    },
    "DoubtfulMessage": _DOUBT,
    "SendDecisionInputRequest": {"decision": "again", "ids": [5123, 5124]},
    "SendDecision": {
        "done": [5123],
        "refused": [{"id": 5124, "code": "wrong_state", "message": "Somebody decided about it meanwhile."}],
    },
}


def register() -> None:
    """Called once from ``AccountsConfig.ready``."""
    examples.register(EXAMPLES)
