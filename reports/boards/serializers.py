"""Shapes of boards and key figures over the API."""

from rest_framework import serializers

from reports.boards import arrangements
from reports.boards.arranging import Size
from reports.boards.catalogue import Look
from reports.figures.periods import Period
from reports.layout.paper import Form
from reports.layout.representation import PaperDefinitionSerializer, PaperSerializer, ValueField

SIZES = [(one.value, one.value) for one in Size]
LOOKS = [(one.value, one.value) for one in Look if one is not Look.FIGURES]
ORIGINS = [(one, one) for one in (arrangements.OWN, arrangements.ROLE, arrangements.HOUSE)]


class BoardSerializer(serializers.Serializer):
    """A board that the caller may look at."""

    code = serializers.CharField()
    name = serializers.CharField()
    is_first = serializers.BooleanField(help_text="The one that he sees first")
    url = serializers.CharField(help_text="Its page")


class BoardListSerializer(serializers.Serializer):
    """All of them, in order."""

    results = BoardSerializer(many=True)


class FigureTargetSerializer(serializers.Serializer):
    """What a figure is to reach in its period."""

    value = ValueField()
    judged = serializers.CharField(allow_null=True, help_text="How far off, in words")


class KeyFigureSerializer(serializers.Serializer):
    """A figure of a period beside as much of the one before. Shares are between 0 and 1."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.CharField()
    form = serializers.ChoiceField([(one.value, one.value) for one in Form])
    value = ValueField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="The currency of an amount, `days` of a length of time")
    short = serializers.CharField(help_text="As its tile writes it: 1,790.2 万元")
    former = ValueField(allow_null=True, help_text="Over the days compared with")
    change = ValueField(
        allow_null=True, help_text="Against them: as a share of it; of shares and averages in percent, the difference"
    )
    is_good = serializers.BooleanField(allow_null=True, help_text="Whether that change is good; null: neither")
    numerator = ValueField(allow_null=True, help_text="Of a quotient; null of a sum")
    denominator = ValueField(allow_null=True)
    former_numerator = ValueField(allow_null=True, help_text="Over the days compared with")
    former_denominator = ValueField(allow_null=True)
    target = FigureTargetSerializer(allow_null=True, help_text="Null: none is set for the same orders")
    definition = PaperDefinitionSerializer()
    rows = serializers.CharField(help_text="Address of the API that lists what it counts")
    url = serializers.CharField(help_text="Its page: month by month, by department")


class _OverSerializer(serializers.Serializer):
    """Of which days and orders."""

    period = serializers.ChoiceField([(one.value, one.value) for one in Period])
    since = serializers.DateField()
    until = serializers.DateField(help_text="So far")
    former_since = serializers.DateField(help_text="What it is compared with")
    former_until = serializers.DateField()
    department = serializers.IntegerField(allow_null=True, help_text="With all below it; null: all")
    customer_class = serializers.CharField(allow_null=True, help_text="Null: all customers")


class KeyFigureListSerializer(_OverSerializer):
    """The key figures that the caller may see."""

    known_on = serializers.DateField(allow_null=True, help_text="As known when this day ended; null: now")
    as_of = serializers.DateTimeField(allow_null=True, help_text="What happened until then is counted")
    results = KeyFigureSerializer(many=True)


class BoardTileSerializer(serializers.Serializer):
    """A tile below the key figures."""

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(LOOKS)
    size = serializers.ChoiceField(SIZES)
    contents = serializers.CharField(help_text="Address of the API that tells what it shows")


class WholeBoardSerializer(_OverSerializer):
    """A board as its reader arranged it."""

    code = serializers.CharField()
    name = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True, help_text="What happened until then is counted")
    arranged_by = serializers.ChoiceField(
        ORIGINS, help_text="Whose arrangement it is: his own, his role's, the house's"
    )
    figures = KeyFigureSerializer(many=True)
    tiles = BoardTileSerializer(many=True)


class TilePlaceSerializer(serializers.Serializer):
    """One of a ranking."""

    name = serializers.CharField()
    value = ValueField()
    change = serializers.CharField(allow_null=True, help_text="Against as much of the period before, in words")
    rows = serializers.CharField(allow_null=True, help_text="Address of the API that lists what it counts")


class TileRankingSerializer(serializers.Serializer):
    """The largest of a period."""

    measure = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    form = serializers.ChoiceField([(one.value, one.value) for one in Form])
    unit = serializers.CharField(allow_null=True)
    places = TilePlaceSerializer(many=True)


class TileLineSerializer(serializers.Serializer):
    """One that waits."""

    name = serializers.CharField()
    url = serializers.CharField(help_text="Its page")
    who = serializers.CharField(allow_null=True, help_text="The customer it is about")
    about = serializers.CharField(allow_null=True)
    flag = serializers.CharField(allow_null=True)
    due = serializers.DateField(allow_null=True)
    left = serializers.CharField(allow_null=True, help_text="How long it may still wait, in words")
    verb = serializers.CharField(allow_null=True, help_text="What settles it")
    verb_url = serializers.CharField(allow_null=True, help_text="The page where that is done")


class TileQueueSerializer(serializers.Serializer):
    """The first of what waits."""

    count = serializers.CharField(allow_null=True, help_text="`99+` for more; null: counting takes too long")
    lines = TileLineSerializer(many=True)
    url = serializers.CharField(help_text="The page that lists all")


class TileLoadSerializer(serializers.Serializer):
    """Somebody's hours of two weeks."""

    name = serializers.CharField()
    hours = serializers.CharField()
    is_too_much = serializers.BooleanField()


class TileContentsSerializer(serializers.Serializer):
    """What a tile shows: one of its parts, by its kind; the others are null."""

    code = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(LOOKS)
    chart = PaperSerializer(allow_null=True)
    ranking = TileRankingSerializer(allow_null=True)
    queue = TileQueueSerializer(allow_null=True)
    loads = TileLoadSerializer(many=True, allow_null=True)


class PlacedTileSerializer(serializers.Serializer):
    """A tile where it stands."""

    code = serializers.CharField(max_length=40)
    size = serializers.ChoiceField(SIZES, required=False, help_text="Its usual size unless named")


class BoardArrangementInputSerializer(serializers.Serializer):
    """What is to stand on a board, in this order."""

    figures = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=40, help_text="One to twelve of `offered_figures`"
    )
    tiles = PlacedTileSerializer(many=True, help_text="Of `offered_tiles`; those left out are taken out")


class OfferedSerializer(serializers.Serializer):
    """What may stand on a board."""

    code = serializers.CharField()
    name = serializers.CharField()


class BoardArrangementSerializer(serializers.Serializer):
    """How a board is arranged."""

    arranged_by = serializers.ChoiceField(ORIGINS)
    figures = serializers.ListField(child=serializers.CharField())
    tiles = PlacedTileSerializer(many=True)
    offered_figures = OfferedSerializer(many=True)
    offered_tiles = OfferedSerializer(many=True)
    version = serializers.IntegerField(help_text="Of the row that a change would change; 0: there is none yet")
