"""Shapes of reviews over the API."""

from rest_framework import serializers

from common.api.paging import PageSerializer
from reports.reviews.models import PeriodReview, ReviewPoint


class ReviewSerializer(serializers.Serializer):
    """A review of a period, without what was said."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    department = serializers.CharField(allow_null=True, help_text="Null: of the whole company")
    state = serializers.ChoiceField(PeriodReview.State.choices)
    summary = serializers.CharField(allow_blank=True)
    decisions = serializers.IntegerField()
    open_decisions = serializers.IntegerField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ReviewPageSerializer(PageSerializer):
    """A page of reviews."""

    results = ReviewSerializer(many=True)


class ReviewFigureSerializer(serializers.Serializer):
    """A key figure of a review, as it is read."""

    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()
    former = serializers.CharField(help_text="Of the period before")
    change = serializers.CharField(allow_blank=True)
    target = serializers.CharField(allow_blank=True)
    is_missed = serializers.BooleanField()


class ReviewPointSerializer(serializers.Serializer):
    """Something said in a review."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ReviewPoint.Kind.choices)
    measure = serializers.CharField(allow_blank=True, help_text="The figure that it is about")
    text = serializers.CharField()
    owner = serializers.CharField(allow_null=True, help_text="Who carries a decision out")
    due_date = serializers.DateField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)
    result = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()


class WholeReviewSerializer(ReviewSerializer):
    """A review with its figures and all that was said."""

    figures = ReviewFigureSerializer(many=True)
    points = ReviewPointSerializer(many=True)


class ReviewChangeSerializer(serializers.Serializer):
    """What of an open review may be changed; what is left out stays."""

    title = serializers.CharField(max_length=120, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    department = serializers.IntegerField(required=False, allow_null=True)
    summary = serializers.CharField(max_length=4000, required=False, allow_blank=True)


class ReviewInputSerializer(ReviewChangeSerializer):
    """A new one."""

    title = serializers.CharField(max_length=120)
    since = serializers.DateField()
    until = serializers.DateField()


class ReviewPointChangeSerializer(serializers.Serializer):
    """What of a point may be changed; what is left out stays."""

    kind = serializers.ChoiceField(ReviewPoint.Kind.choices, required=False)
    measure = serializers.CharField(max_length=40, required=False, allow_blank=True)
    text = serializers.CharField(max_length=2000, required=False)
    owner = serializers.IntegerField(required=False, allow_null=True)
    due_date = serializers.DateField(required=False, allow_null=True)


class ReviewPointInputSerializer(ReviewPointChangeSerializer):
    """A new one."""

    kind = serializers.ChoiceField(ReviewPoint.Kind.choices)
    text = serializers.CharField(max_length=2000)


class ReviewResultSerializer(serializers.Serializer):
    """What came of a decision."""

    result = serializers.CharField(max_length=500)
