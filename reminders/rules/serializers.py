"""Shapes of reminder rules and their words over the API."""

from typing import Any

from rest_framework import serializers

from common.api.fields import MomentField
from reminders.anchors.choices import Group
from reminders.rules.choices import CHOSEN, Channel, Escalation, Unit

_NAME: dict[str, Any] = {"max_length": 80}
_STEPS = "Units after what it counts from, below zero: before; [-3, 0, 1]"


class ReminderRuleChangeSerializer(serializers.Serializer):
    """What of a rule is set; what is left out stays."""

    name = serializers.CharField(**_NAME, required=False)
    anchor = serializers.CharField(max_length=40, required=False, help_text="See /reminder-anchors/")
    condition = serializers.IntegerField(
        required=False, allow_null=True, help_text="A saved condition of the company; null: all orders"
    )
    unit = serializers.ChoiceField(Unit.choices, required=False)
    steps = serializers.ListField(
        child=serializers.IntegerField(min_value=-400, max_value=400), required=False, max_length=20, help_text=_STEPS
    )
    repeat_every = serializers.IntegerField(min_value=1, max_value=400, required=False, allow_null=True)
    repeat_most = serializers.IntegerField(min_value=1, max_value=400, required=False, allow_null=True)
    recipients = serializers.ListField(child=serializers.ChoiceField(CHOSEN), required=False)
    people = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=100, help_text="Sign-in names"
    )
    channels = serializers.ListField(child=serializers.ChoiceField(Channel.choices), required=False)
    robot = serializers.CharField(max_length=60, required=False, allow_null=True, help_text="Name of a group chat")
    template = serializers.IntegerField(required=False, help_text="Key of the words, see /reminder-templates/")
    is_digest = serializers.BooleanField(required=False)
    send_at = serializers.TimeField(required=False, allow_null=True, format="%H:%M")
    workdays_only = serializers.BooleanField(required=False)
    keeps_quiet_hours = serializers.BooleanField(required=False)
    escalate_after = serializers.IntegerField(min_value=1, max_value=400, required=False, allow_null=True)
    escalate_to = serializers.ChoiceField(Escalation.choices, required=False, allow_blank=True)
    escalate_person = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="Sign-in name, where a named person is told"
    )
    may_opt_out = serializers.BooleanField(required=False)
    rank = serializers.IntegerField(min_value=0, max_value=32000, required=False)
    is_active = serializers.BooleanField(required=False)


class ReminderRuleInputSerializer(ReminderRuleChangeSerializer):
    """A new rule."""

    name = serializers.CharField(**_NAME)
    anchor = serializers.CharField(max_length=40, help_text="See /reminder-anchors/")
    steps = serializers.ListField(
        child=serializers.IntegerField(min_value=-400, max_value=400), max_length=20, help_text=_STEPS
    )
    recipients = serializers.ListField(child=serializers.ChoiceField(CHOSEN))
    channels = serializers.ListField(child=serializers.ChoiceField(Channel.choices))
    template = serializers.IntegerField(help_text="Key of the words, see /reminder-templates/")


class ReminderRuleSerializer(serializers.Serializer):
    """A rule: when whom is told of what. ``sentence`` says it in words."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    sentence = serializers.CharField()
    anchor = serializers.CharField()
    condition = serializers.IntegerField(allow_null=True)
    unit = serializers.ChoiceField(Unit.choices)
    steps = serializers.ListField(child=serializers.IntegerField())
    repeat_every = serializers.IntegerField(allow_null=True)
    repeat_most = serializers.IntegerField(allow_null=True)
    recipients = serializers.ListField(child=serializers.ChoiceField(CHOSEN))
    people = serializers.ListField(child=serializers.CharField(), help_text="Sign-in names")
    channels = serializers.ListField(child=serializers.ChoiceField(Channel.choices))
    robot = serializers.CharField(allow_null=True)
    template = serializers.IntegerField()
    is_digest = serializers.BooleanField()
    send_at = serializers.TimeField(allow_null=True, format="%H:%M")
    workdays_only = serializers.BooleanField()
    keeps_quiet_hours = serializers.BooleanField()
    escalate_after = serializers.IntegerField(allow_null=True)
    escalate_to = serializers.ChoiceField(Escalation.choices, allow_blank=True)
    escalate_person = serializers.CharField(allow_null=True)
    may_opt_out = serializers.BooleanField()
    rank = serializers.IntegerField()
    is_active = serializers.BooleanField()
    active_since = MomentField(help_text="What was due before is not told of one by one")
    version = serializers.IntegerField()


class ReminderStepCountSerializer(serializers.Serializer):
    """How many objects a step finds."""

    step = serializers.IntegerField()
    count = serializers.IntegerField()


class ReminderFindSerializer(serializers.Serializer):
    """One of what a rule would find."""

    title = serializers.CharField()
    url = serializers.CharField()
    due = serializers.CharField()
    step = serializers.IntegerField()


class ReminderTrialSerializer(serializers.Serializer):
    """What a rule would find today; nobody is told of it."""

    count = serializers.IntegerField()
    is_more = serializers.BooleanField(help_text="There are more than were counted")
    by_step = ReminderStepCountSerializer(many=True)
    first = ReminderFindSerializer(many=True)


class ReminderWordSerializer(serializers.Serializer):
    """A name that templates may put in braces."""

    name = serializers.CharField()
    meaning = serializers.CharField()


class ReminderAnchorSerializer(serializers.Serializer):
    """What rules can count from."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    about = serializers.CharField()
    group = serializers.ChoiceField(Group.choices)
    units = serializers.ListField(child=serializers.ChoiceField(Unit.choices))
    recipients = serializers.ListField(child=serializers.ChoiceField(CHOSEN))
    repeats = serializers.BooleanField(help_text="A rule may go on after its last step")
    words = ReminderWordSerializer(many=True)


class ReminderTemplateChangeSerializer(serializers.Serializer):
    """What of the words is set; what is left out stays."""

    name = serializers.CharField(**_NAME, required=False)
    subject_zh = serializers.CharField(max_length=160, required=False)
    subject_en = serializers.CharField(max_length=160, required=False)
    text_zh = serializers.CharField(max_length=2000, required=False)
    text_en = serializers.CharField(max_length=2000, required=False)
    is_active = serializers.BooleanField(required=False)


class ReminderTemplateInputSerializer(ReminderTemplateChangeSerializer):
    """New words."""

    name = serializers.CharField(**_NAME)
    subject_zh = serializers.CharField(max_length=160)
    subject_en = serializers.CharField(max_length=160)
    text_zh = serializers.CharField(max_length=2000)
    text_en = serializers.CharField(max_length=2000)


class ReminderTemplateSerializer(serializers.Serializer):
    """The words of reminders, in both languages."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    subject_zh = serializers.CharField()
    subject_en = serializers.CharField()
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class ReminderPreviewInputSerializer(serializers.Serializer):
    """With what the words are tried; left out: what their first rule counts from."""

    anchor = serializers.CharField(max_length=40, required=False)


class ReminderPreviewSerializer(serializers.Serializer):
    """How words read in one language."""

    language = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()
    is_real = serializers.BooleanField(help_text="False: nothing of the kind is there, the names stand for themselves")
