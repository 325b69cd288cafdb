"""What the resources of customer service have in common over the API: rows by their number, shown to who looks after
the customer, changed by verbs that take the version he saw."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework.response import Response

from common import clock
from common.api.views import ApiViewSet

if TYPE_CHECKING:
    from accounts.people.models import User


class ServiceViewSet(ApiViewSet):
    """``place`` is the resource's address under ``/api/v1/``, ``named`` how its operations call the key of a row;
    ``find`` and ``shown`` are the resource's own."""

    lookup_value_regex = r"\d{1,18}"
    place: ClassVar[str]
    named: ClassVar[str]

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    def find(self, row_id: int) -> Any:
        """One row that the caller may see. Raises NotFound."""
        raise NotImplementedError

    def shown(self, row: Any) -> dict[str, Any]:
        """A row as the caller may see it."""
        raise NotImplementedError

    def listed(self, conditions: Any, rows: Any, **options: Any) -> Response:
        """A page of the rows that the request's conditions let through."""
        found = self.filtered(conditions, rows, **options)
        return self.page(found, lambda page: [self.shown(one) for one in page])

    def one(self, row_id: int | str, status: int = 200) -> Response:
        """A row as it stands now; 201: with its address."""
        row = self.find(int(row_id))
        location = f"/api/v1/{self.place}/{row.pk}/" if status == 201 else ""
        return self.answer(self.shown(row), version=row.version, status=status, location=location)

    def act(self, operation: Callable[..., Any], pk: str, *, must_match: bool = False, **data: Any) -> Response:
        """Do a verb with a row; ``must_match``: only with the version that the caller saw."""
        version = self.version(required=must_match)
        operation(actor=self.actor, version=version, at=clock.now(), **{self.named: int(pk)}, **data)
        return self.one(pk)
