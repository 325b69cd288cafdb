"""The same work as the plain views by psycopg2 alone: what the database itself takes, durable commits included."""

import uuid
from typing import Any

import psycopg2
import psycopg2.extras

_LIST = """
    SELECT o.number, o.status, o.order_date, o.total_amount, c.name
    FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id
    WHERE {condition} ORDER BY o.order_date DESC, o.id DESC LIMIT 50
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM orders_order o WHERE {condition} LIMIT 10001) s"
_MINE = "o.customer_id = %s AND o.order_date >= %s AND o.status = %s"
_ALL = "o.order_date >= %s AND o.status = %s"


class BareSql:
    """One database session; each method is one workload."""

    def __init__(self, url: str):
        self._connection = psycopg2.connect(url)
        self._cursor = self._connection.cursor()
        psycopg2.extras.register_uuid()
        psycopg2.extras.register_default_jsonb(self._connection, loads=str)  # written back as it was read

    def list_of_customer(self, customer_id: int, since: str, status: str) -> None:
        self._list(_MINE, [customer_id, since, status])

    def list_of_all(self, since: str, status: str) -> None:
        self._list(_ALL, [since, status])

    def _list(self, condition: str, parameters: list[Any]) -> None:
        for sql in (_LIST, _COUNT):
            self._cursor.execute(sql.format(condition=condition), parameters)
            self._cursor.fetchall()
        self._connection.commit()

    def order(self, number: str) -> None:
        self._cursor.execute("SELECT * FROM orders_order WHERE number = %s", [number])
        self._cursor.execute("SELECT * FROM orders_orderline WHERE order_id = %s", [self._cursor.fetchone()[0]])
        self._cursor.fetchall()
        self._connection.commit()

    def enter_and_approve(self, lines: int) -> None:
        """Insert an order with its lines and a step, commit; update it, insert a step, commit."""
        number = f"PL{uuid.uuid4().hex[:16]}"
        order_id = self._copy("order", "orders_order", "number LIKE 'SO%%'", {"number": number})[0]
        for line_no in range(1, lines + 1):
            self._copy("orderline", "orders_orderline", "true", {"order_id": order_id, "line_no": line_no})
        self._copy("orderstep", "orders_orderstep", "true", {"order_id": order_id})
        self._connection.commit()
        self._cursor.execute("UPDATE bench_order SET status = 'EFFECTIVE' WHERE number = %s", [number])
        self._copy("orderstep", "orders_orderstep", "true", {"order_id": order_id})
        self._connection.commit()

    def _copy(self, table: str, source: str, which: str, values: dict[str, Any]) -> tuple:
        """Insert the sample row of ``source`` with other values."""
        row = self._sample(source, which) | values
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(["%s"] * len(row))
        self._cursor.execute(f"INSERT INTO bench_{table} ({columns}) VALUES ({marks}) RETURNING id", list(row.values()))
        return self._cursor.fetchone()

    _samples: dict[str, dict[str, Any]] = {}

    def _sample(self, source: str, which: str) -> dict[str, Any]:
        if source not in self._samples:
            with self._connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(f"SELECT * FROM {source} WHERE {which} ORDER BY id DESC LIMIT 1")
                row = dict(cursor.fetchone())
            row.pop("id")
            self._samples[source] = row
        return self._samples[source]
