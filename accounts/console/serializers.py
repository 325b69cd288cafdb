"""Shapes of the working calendar over the API."""

from rest_framework import serializers

from accounts.console.working_days import KINDS
from common import workdays


class CalendarDaySerializer(serializers.Serializer):
    """A day: whether people work on it, and why it is so."""

    day = serializers.DateField()
    is_work = serializers.BooleanField()
    kind = serializers.ChoiceField(
        KINDS,
        help_text="work and weekend as every week; holiday and made_up (worked instead) of the state; off and extra "
        "(worked) said by the company, which wins",
    )
    holiday = serializers.CharField(help_text="Which public holiday, or whose days off are worked for on that day")


class CalendarMonthSerializer(serializers.Serializer):
    """A month of the working calendar."""

    month = serializers.DateField(help_text="Its first day")
    work_days = serializers.IntegerField()
    is_known = serializers.BooleanField(help_text="Whether the public holidays of its year are known")
    days = CalendarDaySerializer(many=True)


class CalendarDayInputSerializer(serializers.Serializer):
    """Whether people work on a day."""

    day = serializers.DateField()
    is_work = serializers.BooleanField()


class CalendarInputSerializer(serializers.Serializer):
    """Days off and days of work of the company, and years whose days are all entered."""

    days = CalendarDayInputSerializer(many=True, required=False, max_length=400)  # type: ignore[call-arg]
    complete_years = serializers.ListField(
        child=serializers.IntegerField(min_value=workdays.FIRST_YEAR, max_value=workdays.LAST_YEAR),
        required=False,
        max_length=20,
    )


class CalendarChangeSerializer(serializers.Serializer):
    """The company's own part of the calendar, as it is now."""

    days_off = serializers.ListField(child=serializers.DateField())
    make_up_days = serializers.ListField(child=serializers.DateField())
    complete_years = serializers.ListField(child=serializers.IntegerField())
