import threading
from datetime import date

import pytest
from django.db import connection, transaction

from common import numbering
from common.models import DayCounter
from common.numbering import Series

DAY = date(2026, 11, 21)


@pytest.mark.django_db
def test_numbers_count_up_per_series_and_day():
    assert numbering.draw(Series.ORDER, DAY) == "SO20261121-0001"
    assert numbering.draw(Series.ORDER, DAY) == "SO20261121-0002"
    assert numbering.draw(Series.OUTBOUND, DAY) == "OB20261121-0001"
    assert numbering.draw(Series.ORDER, date(2026, 11, 22)) == "SO20261122-0001"


@pytest.mark.django_db
def test_after_9999_the_counter_grows_a_digit():
    DayCounter.objects.create(series=Series.ORDER, day=DAY, last=9999)
    assert numbering.draw(Series.ORDER, DAY) == "SO20261121-10000"


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_gap():
    with pytest.raises(RuntimeError), transaction.atomic():
        numbering.draw(Series.ORDER, DAY)
        raise RuntimeError
    assert numbering.draw(Series.ORDER, DAY) == "SO20261121-0001"


@pytest.mark.django_db(transaction=True)
def test_the_first_number_of_the_day_is_drawn_by_many_at_once_without_gap_or_double():
    drawn: list[str] = []
    start = threading.Barrier(6)

    def client() -> None:
        try:
            start.wait()
            for _ in range(5):
                with transaction.atomic():
                    drawn.append(numbering.draw(Series.ORDER, DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=client) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == [f"SO20261121-{n:04d}" for n in range(1, 31)]
