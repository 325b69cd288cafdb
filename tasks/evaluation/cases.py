"""Cases worth telling: written, changed, taken out of the library, found again (R149)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.errors import Text
from common.keyset import Sort
from common.operation import operation
from orders.order import queries as orders
from tasks.evaluation.models import CaseStudy
from tasks.evaluation.policies import VIEW, WRITE

SORTS = {"id": Sort("pk")}
TEXTS = ("steps", "allocation", "tracking", "assessment", "cause", "lesson")
LONGEST, MOST_TAGS, LONGEST_TAG = 8000, 12, 40


@operation
def save_case(
    *,
    actor: User,
    title: str,
    kind: str,
    texts: Mapping[str, str],
    at: datetime,
    tags: Sequence[str] = (),
    order_id: int | None = None,
    is_active: bool = True,
    case_id: int | None = None,
    version: int | None = None,
) -> CaseStudy:
    """Write a case or change one (read at ``version``): its cause and lesson at least. A case out of use stays in the
    library of who writes cases only. Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.require(actor, WRITE)
    case = CaseStudy(created_by=actor, created_at=at) if case_id is None else _lock(case_id)
    if case_id is not None:
        editing.require_seen(case, version)
        case.version += 1
    order = orders.get_order_by_id(actor=actor, order_id=order_id) if order_id is not None else None
    labels = list(dict.fromkeys(" ".join(one.split()) for one in tags if one.strip()))
    _check(title, kind, texts, labels)
    case.title, case.kind, case.order, case.tags, case.is_active = title.strip(), kind, order, labels, is_active
    for name in TEXTS:
        setattr(case, name, texts.get(name, "").strip())
    case.updated_at = at
    case.set_search(case.title, *labels, *(getattr(case, name) for name in TEXTS))
    case.save()
    events.record("case.saved", case, at=at, title=case.title)
    return case


def _lock(case_id: int) -> CaseStudy:
    found = CaseStudy.objects.select_for_update(no_key=True).filter(pk=case_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def _check(title: str, kind: str, texts: Mapping[str, str], tags: Sequence[str]) -> None:
    wrong: dict[str, list[Text]] = {}
    if not title.strip() or len(title) > 160:
        wrong["title"] = [_("Give it a name of at most %(n)s characters.") % {"n": 160}]
    if kind not in CaseStudy.Kind:
        wrong["kind"] = [_("Choose one of the list.")]
    for name in ("cause", "lesson"):
        if not texts.get(name, "").strip():
            wrong[name] = [_("A case says its cause and what is to be learned from it.")]
    for name in TEXTS:
        if len(texts.get(name, "")) > LONGEST:
            wrong[name] = [_("At most %(n)s characters.") % {"n": LONGEST}]
    if len(tags) > MOST_TAGS or any(len(one) > LONGEST_TAG for one in tags):
        wrong["tags"] = [_("At most %(most)s tags of %(n)s characters.") % {"most": MOST_TAGS, "n": LONGEST_TAG}]
    if wrong:
        raise errors.Invalid(fields=wrong)


def list_cases(actor: User) -> QuerySet[CaseStudy]:
    """The cases of the library; those out of use for who writes cases. Cases are told to everybody who may see
    evaluations, whoever's order they are about: they name no amounts."""
    if not rights.can(actor, VIEW):
        return CaseStudy.objects.none()
    rows = CaseStudy.objects.select_related("order", "order__customer", "created_by")
    return rows if rights.can(actor, WRITE) else rows.filter(is_active=True)


def get_case(actor: User, case_id: int) -> CaseStudy:
    """One of them. Raises NotFound."""
    found = list_cases(actor).filter(pk=case_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def may_write(actor: Any) -> bool:
    """Whether somebody may write cases."""
    return rights.can(actor, WRITE)
