"""What credit grades mean for payment, over the API (R110, R117, R223)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import policies as rights
from common import clock, settings
from common.api.views import ApiViewSet
from customers.credit import operations, terms
from customers.credit import serializers as shapes

if TYPE_CHECKING:
    from accounts.people.models import User

VERB = "setting.manage"
_GRADES = {key: grade for grade, key in terms.KEYS.items()}


class CreditTermsViewSet(ApiViewSet):
    """Which payment terms each grade allows and proposes, and which asks for a guarantee or an advance payment."""

    serializer_class = shapes.CreditTermsSerializer
    pagination_class = None
    verbs = {"create": VERB}

    @property
    def actor(self) -> "User":
        """Who calls."""
        return self.request.user  # type: ignore[return-value]

    @extend_schema(summary="Read payment terms by grade", responses=shapes.CreditTermsSerializer(many=True))
    def list(self, request: Request) -> Response:
        """A row for each grade."""
        rights.require(self.actor, VERB)
        return self._answer()

    @extend_schema(
        summary="Change payment terms by grade",
        request=shapes.CreditTermsInputSerializer,
        responses={200: shapes.CreditTermsSerializer(many=True)},
    )
    def create(self, request: Request) -> Response:
        """Grades that are not named stay as they are; of one that is, what is not said stays. Drafts are judged by it
        from now on, submitted orders not again. Answers the whole table."""
        said = self.validated(shapes.CreditTermsInputSerializer)["grades"]
        settings.forget()  # what is sent goes over what is stored now
        stored, wanted = settings.get(terms.SETTING), terms.table()
        for one in said:
            grade = _GRADES[one["grade"]]
            now = wanted[grade]
            wanted[grade] = terms.OfGrade(
                frozenset(one.get("allowed", now.allowed)),
                one.get("default", now.default),
                one.get("asks_security", now.asks_security),
            )
        operations.save_terms(actor=self.actor, table=terms.as_stored(wanted), shown=stored, at=clock.now())
        settings.forget()
        return self._answer()

    def _answer(self) -> Response:
        return Response([_row(grade, rule) for grade, rule in terms.table().items()])


def _row(grade: str, rule: terms.OfGrade) -> dict[str, Any]:
    """What a grade says (``CreditTermsSerializer``)."""
    own = {"allowed": sorted(rule.allowed), "default": rule.default, "asks_security": rule.asks_security}
    return {"grade": terms.KEYS[grade], **own}
