"""Shapes of reminders for whom they are, of letters, and of what is still to come, over the API."""

from rest_framework import serializers

from common.api.fields import MomentField
from common.api.paging import PageSerializer
from reminders.answering import matters
from reminders.reminder.states import LetterState, Reaction, State
from reminders.rules.choices import Channel, Recipient

_WAITS = "A contact with the customer about the payment is planned for that day: colleagues are not told before"


class ReminderSerializer(serializers.Serializer):
    """One reminder. What its reader may not see any more is null."""

    id = serializers.IntegerField()
    rule = serializers.CharField(help_text="Code of the rule")
    subject = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    order = serializers.CharField(allow_null=True)
    customer = serializers.CharField(allow_null=True, help_text="Code of the customer")
    recipient = serializers.CharField(allow_null=True, help_text="Sign-in name; null: a customer or a group chat")
    why = serializers.ChoiceField(Recipient.choices)
    due = MomentField()
    step = serializers.IntegerField(help_text="Units after what the rule counts from, below zero: before")
    is_escalation = serializers.BooleanField(help_text="Told higher up, since nobody answered")
    state = serializers.ChoiceField(State.choices)
    send_at = MomentField()
    sent_at = MomentField(allow_null=True)
    reaction = serializers.ChoiceField(Reaction.choices, allow_blank=True)
    reacted_at = MomentField(allow_null=True)
    snoozed_until = MomentField(allow_null=True)
    waits_until = serializers.DateField(allow_null=True, help_text=_WAITS)
    note = serializers.CharField(allow_blank=True)


class ReminderPageSerializer(PageSerializer):
    """A page of them."""

    results = ReminderSerializer(many=True)


class ReminderAcknowledgeSerializer(serializers.Serializer):
    """Which ones."""

    ids = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=matters.MOST, min_length=1)


class ReminderSnoozeSerializer(ReminderAcknowledgeSerializer):
    """Which ones, and when they are wanted again."""

    until = MomentField()


class ReminderPassOnSerializer(ReminderAcknowledgeSerializer):
    """Which ones, and for whom they are."""

    to = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="Sign-in name; without one whoever the rule tells"
    )
    word = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ReminderAnsweredSerializer(serializers.Serializer):
    """How many matters it was, and who is told instead."""

    count = serializers.IntegerField()
    told = serializers.ListField(child=serializers.CharField())


class ReminderToComeSerializer(serializers.Serializer):
    """One reminder of a day to come."""

    rule = serializers.CharField()
    recipient = serializers.CharField(help_text="user:, customer: or robot: and a key")
    name = serializers.CharField()
    why = serializers.ChoiceField(Recipient.choices)
    title = serializers.CharField(allow_null=True)
    due = MomentField()
    step = serializers.IntegerField()
    send_at = MomentField()
    channels = serializers.ListField(child=serializers.ChoiceField(Channel.choices))
    is_digest = serializers.BooleanField()
    is_escalation = serializers.BooleanField()
    is_back = serializers.BooleanField(help_text="Put off until then")
    waits_until = serializers.DateField(allow_null=True, help_text=_WAITS)
    is_waiting = serializers.BooleanField(help_text="That is after this day: not told on it, and not counted")
    state = serializers.ChoiceField(State.choices)


class ReminderDaySerializer(serializers.Serializer):
    """Who gets what on a day: how many are still to go; the first 300 of all."""

    day = serializers.DateField()
    count = serializers.IntegerField()
    found = serializers.IntegerField()
    rows = ReminderToComeSerializer(many=True)


class ReminderOptOutSerializer(serializers.Serializer):
    """A rule that does not remind the caller; null: none that allows it."""

    rule = serializers.CharField(allow_null=True, help_text="Code of a rule; null: all that allow it")


class ReminderOptOutInputSerializer(ReminderOptOutSerializer):
    """What is unsubscribed from, or wanted again."""

    wanted = serializers.BooleanField(help_text="true: subscribe again")


class ReminderLetterSerializer(serializers.Serializer):
    """A letter with reminders, and what became of it."""

    id = serializers.IntegerField()
    channel = serializers.ChoiceField(Channel.choices)
    recipient = serializers.CharField()
    address = serializers.CharField(allow_blank=True)
    subject = serializers.CharField(allow_blank=True)
    reminders = serializers.IntegerField()
    state = serializers.ChoiceField(LetterState.choices)
    error = serializers.CharField(allow_blank=True)
    resent = serializers.IntegerField()
    created_at = MomentField()
    sent_at = MomentField(allow_null=True)
    version = serializers.IntegerField()


class ReminderLetterPageSerializer(PageSerializer):
    """A page of them."""

    results = ReminderLetterSerializer(many=True)


class ReminderLetterCloseSerializer(serializers.Serializer):
    """What became of it."""

    arrived = serializers.BooleanField(help_text="false: given up")
