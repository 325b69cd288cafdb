"""What customers say, over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common import clock
from common.api import conditions
from common.api.fields import ReasonSerializer
from customers import queries as customers
from customers import references
from customers.api.base import CustomerApi
from customers.voice import operations, queries, representation
from customers.voice.serializers import (
    CustomerNoteAnswerSerializer,
    CustomerNoteInputSerializer,
    CustomerNotePageSerializer,
    CustomerNoteSerializer,
    VoiceFactsSerializer,
)


class VoiceMixin(CustomerApi):
    """Feedback, suggestions and satisfaction of a customer. A complaint is an exception, a contact to be held a
    follow-up: POST them there."""

    def _answer_note(self, code: str, note_id: int, status: int = 200) -> Response:
        note = queries.get_note(actor=self.actor, customer_id=self.customer_id(code), note_id=note_id)
        return self.answer(representation.note_row(note), version=note.version, status=status)

    @extend_schema(
        summary="List what a customer said",
        parameters=conditions.paging(queries.SORTS, "recent"),
        responses=CustomerNotePageSerializer,
    )
    @action(detail=True, methods=["get"], sorts=queries.SORTS, default_sort="recent")
    def notes(self, request: Request, code: str) -> Response:
        """The newest first."""
        customer = customers.get_bare(actor=self.actor, customer_id=self.customer_id(code))
        found = queries.notes_of(self.actor, customer)
        return self.page(found, lambda rows: [representation.note_row(row) for row in rows])

    @extend_schema(
        summary="Write down what a customer said",
        request=CustomerNoteInputSerializer,
        responses={201: CustomerNoteSerializer},
    )
    @notes.mapping.post
    def add_note(self, request: Request, code: str) -> Response:
        """With ``due_date`` it waits on the home page of ``responsible`` until it is done. With ``provider`` and
        ``external_id`` it is accepted once, however often it is sent: another content is 409 ``external_id_used``."""
        customer_id = self.customer_id(code)
        data = references.resolve(self.actor, self.validated(CustomerNoteInputSerializer))
        responsible = data.pop("responsible")
        note = operations.add_note(
            actor=self.actor,
            customer_id=customer_id,
            responsible_id=responsible.pk if responsible else None,
            at=clock.now(),
            **data,
        )
        return self._answer_note(code, note.pk, status=201)

    @extend_schema(summary="Answer a note", request=CustomerNoteAnswerSerializer, responses=CustomerNoteSerializer)
    @action(detail=True, methods=["post"], url_path=r"notes/(?P<note_id>\d{1,18})/answer")
    def answer_note(self, request: Request, code: str, note_id: str) -> Response:
        """Write down what the customer was told."""
        note = queries.get_note(actor=self.actor, customer_id=self.customer_id(code), note_id=int(note_id))
        answer = self.validated(CustomerNoteAnswerSerializer)["answer"]
        operations.answer_note(actor=self.actor, note_id=note.pk, answer=answer, version=self.version(), at=clock.now())
        return self._answer_note(code, note.pk)

    @extend_schema(summary="Finish a note", request=None, responses=CustomerNoteSerializer)
    @action(detail=True, methods=["post"], url_path=r"notes/(?P<note_id>\d{1,18})/done")
    def finish_note(self, request: Request, code: str, note_id: str) -> Response:
        """Nothing is owed any more."""
        note = queries.get_note(actor=self.actor, customer_id=self.customer_id(code), note_id=int(note_id))
        operations.finish_note(actor=self.actor, note_id=note.pk, version=self.version(), at=clock.now())
        return self._answer_note(code, note.pk)

    @extend_schema(summary="Take a note back", request=ReasonSerializer, responses=CustomerNoteSerializer)
    @action(detail=True, methods=["post"], url_path=r"notes/(?P<note_id>\d{1,18})/withdraw")
    def withdraw_note(self, request: Request, code: str, note_id: str) -> Response:
        """It was written down wrongly: it stays on record and counts no more."""
        note = queries.get_note(actor=self.actor, customer_id=self.customer_id(code), note_id=int(note_id))
        reason = self.validated(ReasonSerializer)["reason"]
        operations.withdraw_note(
            actor=self.actor, note_id=note.pk, reason=reason, version=self.version(), at=clock.now()
        )
        return self._answer_note(code, note.pk)

    @extend_schema(summary="Read what a customer's words come to", responses=VoiceFactsSerializer)
    @action(detail=True, methods=["get"])
    def voice(self, request: Request, code: str) -> Response:
        """How content he is and how often he complained, within the months that count."""
        customer = customers.get_bare(actor=self.actor, customer_id=self.customer_id(code))
        return Response(representation.facts_row(customer.code, queries.facts_of(customer)))
