"""How the rows of a condition are drawn while they are built: selects of fields and operators, the control for the
value, the rail beside rows in brackets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from common.conditions import days, kinds, values, words
from common.conditions.kinds import Kind, Operator
from common.conditions.rows import Connector
from common.conditions.terms import Choices, in_both
from segments.building import Draft, joined
from segments.fields import Field, sources, vocabulary

Options = list[tuple[str, str, bool]]  # code, label, whether it is chosen


@dataclass(frozen=True)
class Control:
    """The control for a row's values. ``look``: none, one (a select), many (a select of several), list (a text with a
    value on each line), text, number, day; ``texts``: what its fields hold; ``url`` completes what is typed,
    ``is_short`` says that it offers everything before a letter is typed, ``rows`` is how high a list stands."""

    look: str
    texts: tuple[str, ...] = ()
    options: Options = ()  # type: ignore[assignment]
    url: str = ""
    is_short: bool = False
    rows: int = 2


@dataclass(frozen=True)
class ShownRow:
    """A row as the template draws it; one that ``borrows`` has of all fields only its own, and takes the others from
    the first row when somebody looks."""

    place: int
    borrows: bool
    draft: Draft
    fields: SafeString
    operators: Options
    control: Control
    connectors: Options
    fault: str
    rail: str

    @property
    def name(self) -> str:
        """What the names of its controls begin with."""
        return f"c{self.place}"

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def opening(self) -> str:
        """What stands on the button before the row: its brackets, or the one that it would set."""
        return "(" * max(1, self.draft.opens)

    @property
    def closing(self) -> str:
        return ")" * max(1, self.draft.closes)


class Drawer:
    """Draws rows over the fields that somebody may name. The long list of fields is composed once; where scripts are
    known to run (``is_part``) it is also sent once, with the first row."""

    def __init__(self, known: Mapping[str, Field], *, is_part: bool = False):
        self.known, self.words, self.is_part = known, vocabulary(dict(known)), is_part

    def rows(self, drafts: Sequence[Draft], faults: Mapping[int, str]) -> list[ShownRow]:
        """All rows in their order."""
        rails = _rails(drafts)
        return [
            ShownRow(
                place=place,
                borrows=(borrows := self.is_part and place > 0),
                draft=draft,
                fields=self._own_field(draft.field) if borrows else self._fields(draft.field),
                operators=self._operators(draft),
                control=self._control(draft),
                connectors=_connectors(draft.connector),
                fault=faults.get(place, ""),
                rail=rails[place],
            )
            for place, draft in enumerate(drafts)
        ]

    @cached_property
    def _every(self) -> str:
        """The options of all fields, grouped by what they are fields of."""
        groups: dict[str, list[tuple[str, str, str]]] = {}
        for one in self.known.values():
            names = " ".join([*in_both([one.label, *one.aliases]), one.key])
            groups.setdefault(str(sources[one.source].label), []).append((one.key, names, str(one.label)))
        line = '<option value="{}" data-names="{}">{}</option>'
        return format_html_join(
            "",
            '<optgroup label="{}">{}</optgroup>',
            ((group, format_html_join("", line, options)) for group, options in groups.items()),
        )

    def _fields(self, chosen: str) -> SafeString:
        mark = format_html('<option value="{}"', chosen)
        every = self._every.replace(mark, f"{mark} selected", 1) if chosen in self.known else self._every
        return mark_safe(every)  # noqa: S308 - its parts are escaped

    def _own_field(self, chosen: str) -> SafeString:
        found = self.known.get(chosen)
        return format_html('<option value="{}" selected>{}</option>', chosen, found.label) if found else SafeString()

    def _operators(self, draft: Draft) -> Options:
        found = self.known.get(draft.field)
        takes = kinds.OPERATORS[found.kind] if found else ()
        return [(str(one), kinds.label(one, found.kind), one == draft.operator) for one in takes if found]

    def _control(self, draft: Draft) -> Control:
        found = self.known.get(draft.field)
        if found is None or draft.operator in kinds.NONE_NEEDED:
            return Control("none")
        several = draft.operator in kinds.MANY
        if found.kind is Kind.FLAG:
            return Control("one", options=_chosen(Choices(kinds.FLAG_WORDS), draft))
        known = self.words.choices(found.key)
        if known.labels:
            return Control("many" if several else "one", options=_chosen(known, draft))
        url = self._suggesting(found)
        if several:
            rows = min(6, max(2, len(draft.typed) + 1))
            return Control("list", (joined(draft.typed),), url=url, is_short=bool(found.offers), rows=rows)
        count = 2 if draft.operator == Operator.BETWEEN else 1
        texts = tuple(values.shown(found.term, one, known) for one in (*draft.typed, "", "")[:count])
        if found.kind in kinds.DAYS:
            return Control("day", texts)
        look = "number" if found.kind in kinds.NUMBERS else "text"
        return Control(look, texts, url=url, is_short=bool(found.offers))

    def _suggesting(self, found: Field) -> str:
        """Where what is typed is completed; "" for what nobody can list."""
        if found.suggest:
            return reverse(found.suggest)
        return reverse("segments:condition-values", args=[found.offers]) if found.offers in self.known else ""


def _chosen(known: Choices, draft: Draft) -> Options:
    """The known values; what a row holds and is known no more stays to be seen."""
    options = [(code, str(label), code in draft.typed) for code, label in known.labels.items()]
    gone = [(one, known.label(one), True) for one in draft.typed if one and one not in known.labels]
    return options + gone


def _connectors(chosen: str) -> Options:
    language = "zh-hans" if (get_language() or "en").lower().startswith("zh") else "en"
    return [
        (str(one), words.written(words.CONNECTORS[one], language), one == chosen)
        for one in (Connector.AND, Connector.OR)
    ]


def _rails(drafts: Sequence[Draft]) -> list[str]:
    """The classes of the violet rail beside rows that stand in brackets."""
    depth, found = 0, []
    for draft in drafts:
        starts = depth == 0 and draft.opens > 0
        depth += draft.opens
        inside = depth > 0
        depth = max(0, depth - draft.closes)
        parts = ["g1"] if inside else []
        parts += ["first"] if inside and starts else []
        parts += ["last"] if inside and depth == 0 else []
        found.append(" ".join(parts))
    return found


def day_words() -> list[str]:
    """What may be written for a day beside a date, for the list that the control offers."""
    return [*map(str, days.WORDS.values()), *(days.shown(code) for code in ("LAST_DAYS:7", "NEXT_DAYS:7"))]
