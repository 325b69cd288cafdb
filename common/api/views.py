"""The view set every API resource is built on: it adds to DRF what all our doors promise.

* lists are keyset pages with a count (``sorts``, ``default_sort`` on the view);
* every POST carries an ``Idempotency-Key`` and runs in the operation's own transaction through
  ``common.idempotency.once``, unless its action is named in ``freely_repeatable``;
* ``verbs`` says which right each POST needs (its operation asks it; here it is asked again before a replay);
* PATCH, PUT and DELETE need ``If-Match``; verbs may carry it (``self.version()``);
* a field or a condition that nobody knows is refused (``common.api.strict``);
* an action that was announced to end says so in every answer (``common.api.deprecation``).
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cache
from typing import Any, ClassVar
from urllib.parse import quote

from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from common import clock, doors, errors, idempotency, keyset
from common.api import deprecation, problems, strict, watching

MAX_KEY_LENGTH = 200
_PAGING = frozenset({"sort", "cursor", "page_size"})


class ApiViewSet(GenericViewSet):
    """Base of all resources. Actions translate in, make one call, translate out."""

    sorts: ClassVar[Mapping[str, keyset.Sort]] = {"id": keyset.Sort("pk")}
    default_sort: ClassVar[str] = "id"
    freely_repeatable: ClassVar[frozenset[str]] = frozenset()
    needs_version: ClassVar[frozenset[str]] = frozenset()  # POSTs that need If-Match too
    takes_no_version: ClassVar[frozenset[str]] = frozenset()  # DELETEs of what has no versions
    verbs: ClassVar[Mapping[str, str]] = {}
    conditions: frozenset[str] = frozenset()  # that the list asked for has
    free_conditions: ClassVar[frozenset[str]] = frozenset()  # that let in any set, however it lies in the list
    # action -> method that makes ``prepared`` out of the same arguments before the transaction of the call: what takes
    # time and locks nothing
    prepares: ClassVar[Mapping[str, str]] = {}
    prepared: Any = None
    _has_read_body = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        handler = getattr(self, "post", None)  # None: this address takes no POST
        if request.method == "POST" and handler is not None and self.action not in self.freely_repeatable:
            self.post = self._once(request, handler)

    def handle_exception(self, exc: Exception) -> Response:
        """What refuses a call that stands in an operation of its caller's (``bulk``) is his to undo, count, try once
        more and answer."""
        if getattr(self.request._request, "is_answered_outside", False) and isinstance(
            exc, errors.DomainError | DatabaseError
        ):
            raise exc
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        if ending := deprecation.of(self):
            for name, value in ending.headers().items():
                found.headers[name] = value
        watching.tell(request, found)
        return found

    def _once(self, request: Request, handler: Callable[..., Response]) -> Callable[..., HttpResponse]:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > MAX_KEY_LENGTH:
            raise problems.KeyMissing(_("Send an Idempotency-Key header of at most 200 characters."))
        fingerprint = idempotency.body_hash("POST", request.path, request._request.body)

        def run(*args: Any, **kwargs: Any) -> HttpResponse:
            if prepare := self.prepares.get(self.action or ""):
                self.prepared = getattr(self, prepare)(*args, **kwargs)

            def call() -> idempotency.Answer:
                response = handler(*args, **kwargs)
                if not self._has_read_body:  # a verb that takes no body takes no field either
                    strict.require_known_fields(Serializer(), self.request.data)
                body = JSONRenderer().render(response.data).decode() if response.data is not None else None
                kept = {name: response.headers[name] for name in ("ETag", "Location") if name in response.headers}
                return idempotency.Answer(status=response.status_code, body=body, headers=kept)

            answer = idempotency.once(
                client=self._client(),
                key=key,
                fingerprint=fingerprint,
                actor_id=request.user.pk,
                at=clock.now(),
                call=call,
            )
            if answer.is_replay:
                self._require_still_allowed()
            headers = {**answer.headers, **({"Idempotency-Replayed": "true"} if answer.is_replay else {})}
            if answer.body is None:
                return Response(status=answer.status, headers=headers)
            # written as JSON once: for the record and for the caller
            return HttpResponse(answer.body, "application/json", answer.status, headers=headers)

        return run

    def _client(self) -> str:
        """Whose keys these are: two tokens of one person are two systems and know nothing of each other."""
        token = getattr(self.request.auth, "pk", None)
        return f"token:{token}" if token is not None else f"user:{self.request.user.pk}"

    def _require_still_allowed(self) -> None:
        """A stored answer goes only to who might still call: the operation, which asks, does not run again."""
        verb = self.verbs.get(self.action or "", "")
        if verb and not self.request.user.can(verb):  # type: ignore[union-attr]
            raise errors.NotAllowed()

    # --- reading ----------------------------------------------------------------------------

    def page(self, queryset: QuerySet, serialize: Callable[[list[Any]], Any]) -> Response:
        """A keyset page of ``queryset``: rows as ``serialize`` gives them, neighbours, and the count."""
        parameters = self.request.query_params
        strict.require_known_conditions(parameters, self.conditions | _PAGING)
        is_free = any(parameters.get(name) for name in self.free_conditions)
        page = keyset.paginate(
            queryset,
            sorts=self.sorts,
            sort=parameters.get("sort") or self.default_sort,
            cursor=parameters.get("cursor") or None,
            size=_page_size(parameters.get("page_size")),
            is_free=is_free,
        )
        total, is_estimate = keyset.count_of(page, queryset, is_free=is_free)
        return Response(
            {
                "count": total,
                "count_is_estimate": is_estimate,
                "next": self._link(page.next_cursor, page.sort),
                "previous": self._link(page.previous_cursor, page.sort),
                "results": serialize(page.items),
            }
        )

    def _link(self, cursor: str | None, sort: str) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"], query["sort"] = cursor, sort
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def filtered(self, conditions: Any, rows: QuerySet, **options: Any) -> QuerySet:
        """The rows that the request's conditions let through, exactly as on the page. Raises Invalid."""
        self.conditions = frozenset(conditions.base_filters)
        return doors.filtered(conditions, self.request._request.GET, rows, **options)

    def validated(self, serializer: type[Serializer]) -> dict[str, Any]:
        """The request's body, checked by a serializer of the resource. Raises DRF's ValidationError, or Invalid
        for fields that it does not have (both 400)."""
        self._has_read_body = True
        checked = copy(_shape(serializer, get_language()))
        checked.initial_data = self.request.data
        strict.require_known_fields(checked, self.request.data)
        checked.is_valid(raise_exception=True)
        return checked.validated_data

    # --- versions ---------------------------------------------------------------------------

    def version(self, *, required: bool = False) -> int | None:
        """The version the caller started from, out of ``If-Match``; None when absent or ``*``.

        Raises PreconditionRequired (428) when it is required and missing, Invalid when it is no version.
        """
        text = self.request.headers.get("If-Match", "").strip()
        if not text:
            if required:
                raise problems.PreconditionRequired(_("Send the If-Match header with the ETag you have read."))
            return None
        if text == "*":
            return None
        bare = text.removeprefix("W/").strip('"')
        if not bare.isdecimal() or len(bare) > 9:
            raise errors.Invalid(fields={"If-Match": [_("This is not an ETag of ours.")]})
        return int(bare)

    @staticmethod
    def answer(data: Any, *, version: int | None = None, status: int = 200, location: str = "") -> Response:
        """A success with the row's ETag and, for something new, its address."""
        headers = {}
        if version is not None:
            headers["ETag"] = f'"{version}"'
        if location:
            headers["Location"] = quote(location)
        return Response(data, status=status, headers=headers)


@cache
def _shape(serializer: type[Serializer], language: str | None) -> Serializer:
    """A serializer whose fields were copied from its class once, where DRF does so for each call. One for a language:
    its fields keep the words of a bound as they were first said."""
    shape = serializer(data=None)
    shape.fields.values()  # DRF makes them when somebody asks
    return shape


def _page_size(text: str | None) -> int:
    if not text:
        return keyset.PAGE
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= keyset.MAX_PAGE:
        words = _("Give a number from 1 to %(most)s.") % {"most": keyset.MAX_PAGE}
        raise errors.Invalid(fields={"page_size": [words]})
    return int(text)
