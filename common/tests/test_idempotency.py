import json
import threading

import pytest
from django.db import connection

from common import clock, errors, idempotency
from common.idempotency import Answer
from common.models import IdempotencyRecord


def _once(call, fingerprint="f", key="k"):
    return idempotency.once(client="c", key=key, fingerprint=fingerprint, actor_id=1, at=clock.now(), call=call)


@pytest.mark.django_db(transaction=True)
def test_the_second_call_replays_the_first_answer():
    calls = []

    def call():
        calls.append(1)
        return Answer(201, json.dumps({"n": len(calls)}), {"ETag": '"1"'})

    first, second = _once(call), _once(call)
    assert calls == [1]
    assert (second.status, second.body, second.headers) == (first.status, first.body, first.headers)
    assert second.is_replay and not first.is_replay


@pytest.mark.django_db(transaction=True)
def test_the_same_key_with_another_body_is_refused():
    _once(lambda: Answer(201, None, {}))
    with pytest.raises(idempotency.KeyReused) as refusal:
        _once(lambda: Answer(201, None, {}), fingerprint="g")
    assert "was used already" in str(refusal.value) and "Nothing was done now" in str(refusal.value)


@pytest.mark.django_db(transaction=True)
def test_a_failed_call_stores_nothing_and_may_be_tried_again():
    def fail():
        raise errors.Conflict()

    with pytest.raises(errors.Conflict):
        _once(fail)
    assert not IdempotencyRecord.objects.exists()
    assert _once(lambda: Answer(201, None, {})).status == 201


@pytest.mark.django_db(transaction=True)
def test_a_call_that_is_still_running_answers_busy_at_once():
    inside, release, seen = threading.Event(), threading.Event(), []

    def slow():
        inside.set()
        release.wait(5)
        return Answer(201, '"slow"', {})

    def first() -> None:
        try:
            seen.append(_once(slow).body)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(5)
    with pytest.raises(errors.Busy):
        _once(lambda: Answer(201, "second", {}))
    release.set()
    thread.join()
    assert seen == ['"slow"']
