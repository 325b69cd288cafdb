"""Steps of making a contact unknown, as tests take them: through the operations."""

from accounts.console.operations import change_settings
from accounts.people.queries import system_user
from common import clock
from customers.models import Customer
from customers.privacy import operations, policies


def switch(value):
    change_settings(actor=system_user(), values={policies.SWITCH: value}, at=clock.now())


def note(actor, contact, **more):
    given = {"ground": "CONSENT", "asker": "PERSON", **more}
    return operations.note_request(
        actor=actor, customer_id=contact.customer_id, contact_id=contact.pk, at=clock.now(), **given
    )


def confirm(actor, request, **more):
    return operations.confirm_request(actor=actor, request_id=request.pk, at=clock.now(), **more)


def decide(actor, request, choice="REPLACE", **more):
    keys = list(request.texts.values_list("pk", flat=True))
    return operations.decide_texts(
        actor=actor, request_id=request.pk, text_ids=keys, choice=choice, at=clock.now(), **more
    )


def say(contact, text):
    Customer.objects.filter(pk=contact.customer_id).update(notes=text)
