"""Many calls in one (docs/adr/0117): each row goes through the door that a call of its own would go through, under a
key, in a transaction and with an answer of its own. No rule of any resource stands here.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError
from django.http import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock, errors, idempotency
from common.api import examples, problems
from common.api.fields import ProblemSerializer
from common.api.views import MAX_KEY_LENGTH, ApiViewSet

MOST_ROWS = 500
SECONDS = 20  # afterwards rows are left for the next call: a worker of the web server is not held longer
_ADDRESS = r"^/api/v1/[^\s?#]{1,300}/$"
_OWN = ("CONTENT_TYPE", "CONTENT_LENGTH", "QUERY_STRING", "HTTP_IDEMPOTENCY_KEY", "HTTP_IF_MATCH")

log = structlog.get_logger(__name__)


class BulkRowSerializer(serializers.Serializer):
    """One call. ``key`` is its Idempotency-Key."""

    key = serializers.CharField(max_length=MAX_KEY_LENGTH)
    method = serializers.ChoiceField(["POST", "PATCH"], default="POST")
    path = serializers.RegexField(_ADDRESS, help_text="/api/v1/…/")
    if_match = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="The ETag; PATCH needs it")
    body = serializers.DictField(default=dict, help_text="As the operation of this address takes it")


class BulkInputSerializer(serializers.Serializer):
    """Calls in the order in which they are made."""

    rows = BulkRowSerializer(many=True, allow_empty=False, max_length=MOST_ROWS)  # type: ignore[call-arg]


class BulkAnswerSerializer(serializers.Serializer):
    """What one row was answered."""

    key = serializers.CharField()
    status = serializers.IntegerField(help_text="As if it had been called alone; 503 not_reached: it was left")
    is_replayed = serializers.BooleanField(help_text="The key was used before: this is the answer of then")
    location = serializers.CharField(allow_blank=True)
    etag = serializers.CharField(allow_blank=True)
    body = serializers.JSONField(allow_null=True, help_text="The answer of a POST that succeeded")
    problem = ProblemSerializer(allow_null=True)


class BulkAnswersSerializer(serializers.Serializer):
    """Answers in the order of the rows."""

    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Rows that should be sent once more, under the same keys")
    retry_after = serializers.IntegerField(allow_null=True, help_text="Seconds to wait before that")
    rows = BulkAnswerSerializer(many=True)


class BulkViewSet(ApiViewSet):
    """Many calls in one: each answered for itself, each in a transaction of its own."""

    serializer_class = BulkAnswersSerializer
    freely_repeatable = frozenset({"create"})  # its rows carry keys

    @extend_schema(
        summary="Make many calls at once", request=BulkInputSerializer, responses={200: BulkAnswersSerializer}
    )
    def create(self, request: Request) -> Response:
        """Up to 500 POST and PATCH rows, made one after the other as if each had been called alone: its own rights,
        checks and refusals, its own transaction. A row that is refused stops no other. The same rows again do nothing
        twice. After 20 seconds the rest is left, which the answer says."""
        rows = self.validated(BulkInputSerializer)["rows"]
        until = time.monotonic() + SECONDS
        told = [self._row(row) if time.monotonic() < until else _left(row) for row in rows]
        refused = {(row["method"], row["path"]) for row, one in zip(rows, told, strict=True) if one["status"] == 403}
        self.request._request.refused_rows = sorted(refused)  # type: ignore[attr-defined]  # for who writes them down
        return Response(_summed(told))

    def _row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        try:
            answer = self._patched(row) if row["method"] == "PATCH" else _read(self._called(row))
        except errors.DomainError as error:
            answer = _read(problems.handle(error, {"request": self.request}))
        except Exception:  # a fault of ours in one row is no reason to forget what the others were answered
            log.exception("bulk_row_failed", path=row["path"])
            answer = _Answer(500, {}, problems.body_of(500, "server_error", _("Something went wrong on our side.")))
        return _told(row["key"], answer)

    def _patched(self, row: Mapping[str, Any]) -> "_Answer":
        """A change once under its key. Nothing but that it was made is kept for a repetition: what it answers may be
        more than the caller sees by then."""

        def call() -> idempotency.Answer:
            answer = _read(self._called(row, is_answered_outside=True))
            if answer.status >= 400:
                raise _Refused(answer)  # undoes what stands of it, and keeps no answer
            return idempotency.Answer(answer.status, None, {"ETag": answer.headers.get("ETag", "")})

        try:
            found = idempotency.once(
                client=self._client(),
                key=row["key"],
                fingerprint=idempotency.body_hash("PATCH", row["path"], _written(row["body"])),
                actor_id=self.request.user.pk,
                at=clock.now(),
                call=call,
            )
        except _Refused as refused:
            return refused.answer
        except (errors.DomainError, DatabaseError) as error:
            asked = self._request(row, unquote(row["path"]))
            if (answer := problems.handle(error, {"request": asked})) is None:
                raise
            return _read(answer)
        replayed = {"Idempotency-Replayed": "true"} if found.is_replay else {}
        return _Answer(found.status, found.headers | replayed, None)

    def _called(self, row: Mapping[str, Any], *, is_answered_outside: bool = False) -> Any:
        """The answer of the door of this address; ``is_answered_outside``: what a rule refuses is raised instead.
        Raises NotFound where the API has none."""
        path = unquote(row["path"])
        try:
            door = resolve(path)
        except Resolver404:
            raise errors.NotFound() from None
        kind = getattr(door.func, "cls", None)
        if not (isinstance(kind, type) and issubclass(kind, ApiViewSet)) or issubclass(kind, BulkViewSet):
            raise errors.NotFound()
        asked = self._request(row, path)
        asked.is_answered_outside = is_answered_outside  # type: ignore[attr-defined]
        return door.func(asked, *door.args, **door.kwargs)

    def _request(self, row: Mapping[str, Any], path: str) -> WSGIRequest:
        """The row as a request of the same caller."""
        body = _written(row["body"])
        outer = self.request
        kept = {name: value for name, value in outer.META.items() if name not in _OWN}
        own = {"HTTP_IDEMPOTENCY_KEY": row["key"]} if row["method"] == "POST" else {}
        if row["if_match"]:
            own["HTTP_IF_MATCH"] = row["if_match"]
        found = WSGIRequest(
            {
                **kept,
                **own,
                "REQUEST_METHOD": row["method"],
                "PATH_INFO": path.encode().decode("latin-1"),
                "QUERY_STRING": "",
                "CONTENT_TYPE": "application/json" if row["body"] else "",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": BytesIO(body),
            }
        )
        # who it is was asked once, for all rows
        found.user = outer.user
        found._force_auth_user, found._force_auth_token = outer.user, outer.auth  # type: ignore[attr-defined]
        return found


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


class _Refused(Exception):
    """A change that was refused, with its answer."""

    def __init__(self, answer: _Answer):
        self.answer = answer
        super().__init__(answer.status)


def _written(body: Mapping[str, Any]) -> bytes:
    """A row's body in a form of its own: the same content is the same request, however the batch was written."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() if body else b""


def _read(answer: Any) -> _Answer:
    """The answer of a door. Its problems come as the handler made them, not yet written."""
    if isinstance(answer, Response):
        return _Answer(answer.status_code, answer.headers, answer.data)
    assert isinstance(answer, HttpResponseBase)
    content = getattr(answer, "content", b"")
    return _Answer(answer.status_code, answer.headers, json.loads(content) if content else None)


def _told(key: str, answer: _Answer) -> dict[str, Any]:
    is_done = answer.status < 400
    wait = answer.headers.get("Retry-After")
    return {
        "key": key,
        "status": answer.status,
        "is_replayed": answer.headers.get("Idempotency-Replayed") == "true",
        "location": answer.headers.get("Location", ""),
        "etag": answer.headers.get("ETag", ""),
        "body": answer.body if is_done else None,
        "problem": None if is_done else answer.body,
        "wait": int(wait) if wait else None,
    }


def _left(row: Mapping[str, Any]) -> dict[str, Any]:
    words = _("There was no time left for this row. Send it once more under the same key.")
    return _told(row["key"], _Answer(503, {"Retry-After": "1"}, problems.body_of(503, "not_reached", words)))


def _summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    waits = [wait for row in rows if (wait := row.pop("wait")) is not None]
    done = sum(row["status"] < 400 for row in rows)
    left = sum(row["status"] in (429, 503) for row in rows)
    return {
        "done": done,
        "refused": len(rows) - done - left,
        "left": left,
        "retry_after": max(waits, default=None),
        "rows": rows,
    }


def register() -> None:
    """Called once from ``CommonConfig.ready``."""
    row = {"key": "erp-4711-1", "method": "POST", "path": "/api/v1/stock/arrivals/", "if_match": ""}
    arrival = {"product": "01.2.02.318", "quantity": "40", "document_number": "PO-2026-118"}
    fields = {"quantity": ["A valid number is required."]}
    problem = {**problems.body_of(400, "invalid", "Some of the entries are not valid."), "fields": fields}
    answered = {"is_replayed": False, "location": "", "etag": ""}
    now = {"product": "01.2.02.318", "warehouse": "WH01", "unit": "只", "on_hand": "536", "available": "520"}
    done = {"key": "erp-4711-1", "status": 201, **answered, "body": [now], "problem": None}
    wrong = {"key": "erp-4711-2", "status": 400, **answered, "body": None}
    examples.register(
        {
            "BulkInputRequest": {"rows": [{**row, "body": arrival}]},
            "BulkAnswers": {
                "done": 1,
                "refused": 1,
                "left": 0,
                "retry_after": None,
                "rows": [done, {**wrong, "problem": problem}],
            },
        }
    )
