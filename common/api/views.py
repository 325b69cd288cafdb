"""The view set every API resource is built on: it adds to DRF what all our doors promise.

* lists are keyset pages with a count (``sorts``, ``default_sort`` on the view);
* every POST carries an ``Idempotency-Key`` and runs in the operation's own transaction through
  ``common.idempotency.once``, unless its action is named in ``freely_repeatable``;
* PATCH, PUT and DELETE need ``If-Match``; verbs may carry it (``self.version()``).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from common import clock, errors, idempotency, keyset
from common.api import problems

MAX_PAGE = 100
DEFAULT_PAGE = 50
MAX_KEY_LENGTH = 200


class ApiViewSet(GenericViewSet):
    """Base of all resources. Actions translate in, make one call, translate out."""

    sorts: ClassVar[Mapping[str, keyset.Sort]] = {"id": keyset.Sort("pk")}
    default_sort: ClassVar[str] = "id"
    freely_repeatable: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        handler = getattr(self, "post", None)  # None: this address takes no POST
        if request.method == "POST" and handler is not None and self.action not in self.freely_repeatable:
            self.post = self._once(request, handler)

    def _once(self, request: Request, handler: Callable[..., Response]) -> Callable[..., Response]:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > MAX_KEY_LENGTH:
            raise problems.KeyMissing(_("Send an Idempotency-Key header of at most 200 characters."))
        fingerprint = idempotency.body_hash("POST", request.path, request._request.body)

        def run(*args: Any, **kwargs: Any) -> Response:
            def call() -> idempotency.Answer:
                response = handler(*args, **kwargs)
                body = json.loads(JSONRenderer().render(response.data)) if response.data is not None else None
                kept = {name: response.headers[name] for name in ("ETag", "Location") if name in response.headers}
                return idempotency.Answer(status=response.status_code, body=body, headers=kept)

            answer = idempotency.once(
                client=f"user:{request.user.pk}",
                key=key,
                fingerprint=fingerprint,
                actor_id=request.user.pk,
                at=clock.now(),
                call=call,
            )
            headers = {**answer.headers, **({"Idempotency-Replayed": "true"} if answer.is_replay else {})}
            return Response(answer.body, status=answer.status, headers=headers)

        return run

    # --- reading ----------------------------------------------------------------------------

    def page(self, queryset: QuerySet, serialize: Callable[[list[Any]], Any]) -> Response:
        """A keyset page of ``queryset``: rows as ``serialize`` gives them, neighbours, and the count."""
        parameters = self.request.query_params
        page = keyset.paginate(
            queryset,
            sorts=self.sorts,
            sort=parameters.get("sort") or self.default_sort,
            cursor=parameters.get("cursor") or None,
            size=_page_size(parameters.get("page_size")),
        )
        total, is_estimate = keyset.count(queryset)
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

    @staticmethod
    def require_valid(form_errors: Mapping[str, Any]) -> None:
        """Raise Invalid for the errors of a filter form."""
        if form_errors:
            fields = {name: [str(text) for text in texts] for name, texts in form_errors.items()}
            raise errors.Invalid(fields=fields)

    def validated(self, serializer: type[Serializer]) -> dict[str, Any]:
        """The request's body, checked by a serializer of the resource. Raises DRF's ValidationError (400)."""
        checked = serializer(data=self.request.data, context={"request": self.request})
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
            headers["Location"] = location
        return Response(data, status=status, headers=headers)


def _page_size(text: str | None) -> int:
    if not text:
        return DEFAULT_PAGE
    if not text.isdecimal() or not 1 <= int(text) <= MAX_PAGE:
        raise errors.Invalid(fields={"page_size": [_("Give a number from 1 to %(most)s.") % {"most": MAX_PAGE}]})
    return int(text)
