"""Work in the background, its timetable and doubtful messages as the API tells them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.background.sends import Doubt
from common.background.timetable import Line
from common.background.works import Effect, Work, effect_of


def work(one: Work, names: Mapping[int, str], at: datetime) -> dict[str, Any]:
    """A piece of work."""
    return {
        "id": one.ref,
        "kind": one.kind,
        "title": str(one.label),
        "what": one.what,
        "state": one.state,
        "is_silent": one.is_silent(at),
        "asked_by": names.get(one.actor_id or 0, ""),
        "created_at": one.created_at,
        "started_at": one.started_at,
        "finished_at": one.finished_at,
        "stage": one.stage,
        "done": one.done,
        "total": one.total,
        "error": one.error,
    }


def work_in_full(one: Work, names: Mapping[int, str], at: datetime) -> dict[str, Any]:
    """The same with what could be done about it."""
    effects = {verb: _effect(effect_of(one, verb, at=at)) for verb in ("again", "cancel")}
    return {**work(one, names, at), **effects}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "does": [str(line) for line in effect.does],
        "keeps": [str(line) for line in effect.keeps],
        "warning": str(effect.warning),
        "obstacle": str(effect.obstacle),
    }


def line(one: Line) -> dict[str, Any]:
    """A job of the timetable."""
    run = one.run
    return {
        "key": one.key,
        "title": str(one.entry.title),
        "began_at": run.began_at if run else None,
        "good_at": run.good_at if run else None,
        "seconds": one.seconds,
        "failures": run.failures if run else 0,
        "error": run.error if run else "",
        "next_at": one.next_at,
        "is_late": one.is_late,
    }


def doubt(one: Doubt) -> dict[str, Any]:
    """A message that waits for a person."""
    message = one.message
    return {
        "id": message.pk,
        "topic": message.topic,
        "title": one.label,
        "what": one.what,
        "recipient": one.whom,
        "state": message.state,
        "attempts": message.attempts,
        "claimed_at": message.claimed_at,
        "error": message.last_error,
        "evidence": [words for _tone, words in one.evidence],
    }
