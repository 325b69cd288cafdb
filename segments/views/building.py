"""The condition builder: one component for every list. It is told where the condition leads (``next``, an address
that takes ``condition`` or ``segment``) and where it is kept (``save``), and holds nothing itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseLocation

from common import clock, dates, pages
from common.conditions import writing
from common.conditions.errors import BadCondition
from segments import building, conditions, figures, offering, queries, widgets
from segments.building import Built, Draft
from segments.conditions import Condition
from segments.doors import own_address
from segments.fields import Level, visible_fields
from segments.forms import KeepForm
from segments.views import saved

if TYPE_CHECKING:
    from segments.models import Segment

PAGE = "segments/condition/build.html"
APPLY, SAVE, TO_TEXT, TO_ROWS, REFRESH = "apply", "save", "text", "rows", "refresh"
LONGEST_ADDRESS = 7_500  # letters; servers before us take 8,190


@dataclass
class Builder:
    """One builder on the screen: ``base`` is the saved condition that its rows came from."""

    request: HttpRequest
    data: QueryDict
    level: Level
    next: str
    save: str
    base: "Segment | None"
    drafts: list[Draft]
    text: str = ""
    is_text: bool = False
    fault: BadCondition | None = None
    focus: str = ""
    is_too_long: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Builder":
        """As the address or the form says."""
        data = request.POST if request.method == "POST" else request.GET
        level = Level.LINE if data.get("level") == Level.LINE else Level.ORDER
        actor: Any = request.user
        base = queries.find_segment(actor, data.get("base", ""))
        known = visible_fields(actor, level)
        return cls(
            request=request,
            data=data,
            level=level,
            next=own_address(data.get("next", "")),
            save=own_address(data["save"]) if data.get("save") else "",
            base=base,
            drafts=building.read(data, known),
            text=data.get("text", ""),
            is_text=data.get("mode") == TO_TEXT,
        )

    def begin(self) -> None:
        """The rows that the address speaks of; a text that cannot be read stays to be mended."""
        text = self.data.get("condition", "")
        self.focus = "c0-field"
        try:
            found = conditions.read(self.actor, self.level, text)
            self.drafts = building.drafts_of(found.rows or self._base_rows())
        except BadCondition as fault:
            self.text, self.is_text, self.fault, self.focus = text, True, fault, "text"

    def _base_rows(self) -> Any:
        return queries.condition_of(self.actor, self.base).rows if self.base else ()

    @property
    def actor(self) -> Any:
        return self.request.user

    def understood(self) -> Built:
        """What rows or text mean; a text with a fault gives no condition."""
        if not self.is_text:
            return building.understand(self.drafts, visible_fields(self.actor, self.level))
        try:
            return Built(conditions.read(self.actor, self.level, self.text))
        except BadCondition as fault:
            self.fault = fault
            return Built(None)

    def turn(self, action: str) -> None:
        """Do what a button asks that stays on the builder."""
        if action in (TO_TEXT, TO_ROWS):
            self._change_form(action == TO_TEXT)
            return
        if self.is_text:
            return
        try:
            self.drafts, self.focus = building.pressed(self.drafts, action)
        except BadCondition as fault:
            self.fault = fault

    def _change_form(self, to_text: bool) -> None:
        """Rows to text or text to rows: only what is understood goes over, so that nothing is lost."""
        built = self.understood()
        if built.condition is None or to_text == self.is_text:
            return
        self.text = writing.write(built.condition.rows, built.condition.words)
        self.drafts = building.drafts_of(built.condition.rows)
        self.is_text, self.focus = to_text, "text" if to_text else "c0-field"

    def leads_to(self, address: str, condition: Condition) -> str:
        """The address with this condition; with the saved one where its rows are still those."""
        parts = urlsplit(address)
        query = QueryDict(parts.query, mutable=True)
        for name in ("condition", "segment", "base", "cursor"):
            query.pop(name, None)
        if self.base and condition.rows == queries.condition_of(self.actor, self.base).rows:
            query["segment"] = str(self.base.pk)
        elif condition.rows:
            query["condition"] = building.address(condition)
            if self.base:
                query["base"] = str(self.base.pk)
        return parts._replace(query=query.urlencode()).geturl()


@require_http_methods(["GET", "POST"])
def build(request: HttpRequest) -> HttpResponse:
    """The builder, in the popover of a list or on a page of its own; each press of a button answers it anew."""
    builder = Builder.of(request)
    if request.method == "GET":
        builder.begin()
        return _answer(builder)
    action = request.POST.get("do", REFRESH)
    if action not in (APPLY, SAVE):
        builder.turn(action)
        return _answer(builder)
    built = builder.understood()
    if built.condition is None:
        return _answer(builder, built, status=422)
    if action == SAVE and builder.save:
        return _ask_name(builder, built.condition)
    url = builder.leads_to(builder.next, built.condition)
    builder.is_too_long = len(url) > LONGEST_ADDRESS
    return _answer(builder, built, status=422) if builder.is_too_long else pages.leave(request, url)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """What the rows or the text on the screen would find: the expression, numbers, what is wrong with which row."""
    builder = Builder.of(request)
    context = {**_found(builder, builder.understood()), "builder": builder, "is_oob": True}
    return pages.part(request, "segments/condition/_found.html", context)


@require_GET
def offer_values(request: HttpRequest, field: str) -> HttpResponse:
    """What an autocomplete offers for ``?q=`` in the field of a value."""
    actor: Any = request.user
    typed = request.GET.get("q", "")[:80]
    return pages.options(request, [{"value": one, "text": one} for one in offering.offered(actor, field, typed)])


def _ask_name(builder: Builder, condition: Condition) -> HttpResponse:
    """To the dialog that asks for a name, in the dialog of the page where there is one. What no address holds is kept
    as a saved condition."""
    request, url = builder.request, builder.leads_to(builder.save, condition)
    if len(url) > LONGEST_ADDRESS:
        query = QueryDict(mutable=True)
        query.update({"level": builder.level, "next": builder.next, "condition": building.address(condition)})
        return pages.aside(saved.keep(request, query, KeepForm(user=builder.actor)))
    if not pages.wants_part(request):
        return pages.leave(request, url)
    return HttpResponseLocation(url, target="#dialog")


def _answer(builder: Builder, built: Built | None = None, status: int = 200) -> HttpResponse:
    """The builder anew. A page of its own comes with its numbers; a part asks for them once it stands."""
    is_part = pages.wants_part(builder.request)
    if built is None and (builder.is_text or not is_part):
        built = builder.understood()
    drafts = builder.drafts or [Draft()]
    drawer = widgets.Drawer(visible_fields(builder.actor, builder.level), is_part=is_part)
    context: dict[str, Any] = {
        "builder": builder,
        "rows": drawer.rows(drafts, built.faults if built and status == 422 else {}),
        "day_words": widgets.day_words(),
        "is_part": is_part,
    }
    if built is not None and not context["is_part"]:
        context |= _found(builder, built)
    elif status == 422 and built is not None:
        context["faults"] = _faults(built)
    return pages.render(builder.request, PAGE, context, parts=("build",), status=status)


def _found(builder: Builder, built: Built) -> dict[str, Any]:
    condition = built.condition
    found: dict[str, Any] = {
        "faults": _faults(built),
        "fault": builder.fault if builder.is_text else None,
        "marked": _marked(builder),
    }
    if condition is not None and condition.rows:
        today = dates.business_day(clock.now())
        found["parts"] = condition.parts()
        found["figures"] = figures.of(builder.actor, condition, builder.level, today)
    return found


def _faults(built: Built) -> list[dict[str, Any]]:
    return [
        {"place": place, "id": f"c{place}-field", "text": text, "row": _("Row %(number)s") % {"number": place + 1}}
        for place, text in sorted(built.faults.items())
    ]


def _marked(builder: Builder) -> tuple[str, str, str] | None:
    """The text before, at and behind the place where it cannot be read on."""
    fault = builder.fault
    if fault is None or fault.position is None:
        return None
    end = fault.position + fault.length
    return builder.text[: fault.position], builder.text[fault.position : end] or " ", builder.text[end:]
