"""Papers of every shape, with words that would like to be something else."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reports.layout.paper import Chart, Column, Definition, Form, Made, Paper, Row, Series, Shape

AT = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)  # 15:05 in Shanghai
MADE = Made("Zhou & Co", AT)
EVIL = '</script><img src=x onerror="alert(1)">'
_WAN = 10_000


def trend() -> Paper:
    """Bars with target and last year; the last month still runs."""
    columns = (
        Column("month", "Month"),
        Column("amount", "Signed", Form.MONEY),
        Column("target", "Target", Form.MONEY),
        Column("former", "Last year", Form.MONEY),
    )
    figures = [(412, 420, 366), (286, 300, 241), (468, 460, 402), (536, 620, 552)]
    rows = tuple(
        Row((f"2026-{month:02}", *(Decimal(one * _WAN) for one in three)), is_unfinished=month == 4)
        for month, three in enumerate(figures, start=1)
    )
    series = (Series("amount"), Series("target", is_target=True), Series("former", is_former=True))
    return Paper("Signed and target", columns, rows, charts=(Chart(Shape.BARS, "Signed", "month", series),))


def pivot() -> Paper:
    """Groups of columns, two levels of rows, sums, links, a hidden column, a definition."""
    columns = (
        Column("region", "Region"),
        Column("a", "Gauges", Form.MONEY, "Signed"),
        Column("b", "Kits", Form.MONEY, "Signed"),
        Column("cost", "Cost", Form.MONEY, is_hidden=True),
        Column("on_time", "On time", Form.SHARE, definition="Lines shipped on or before the promised day"),
        Column("growth", "Growth", Form.GROWTH),
        Column("pieces", "Pieces", Form.QUANTITY),
        Column("first", "First", Form.DAY),
    )
    rows = []
    for region, a, b, share, more in (
        ("华中地区", 612, 486, "0.9408", "0.086"),
        ("外贸部", -20, 311, "0.964", "-0.046"),
    ):
        values = (Decimal(share), Decimal(more), Decimal("12.5"), date(2026, 1, 2))
        links = {"a": f"/orders/?region={region}&view=all"}
        rows.append(Row((region, Decimal(a), Decimal(b), None, *values), url=f"/reports/?at={region}", links=links))
        rows.append(Row((EVIL if a > 0 else "=1+1", Decimal(a), None, None, *values), level=1))
    sums = ("Total", Decimal(592), Decimal(797), None, Decimal("0.95"), Decimal("0.02"), Decimal(25), None)
    series = (Series("a"), Series("b"), Series("cost"))
    meaning = Definition(
        "On time",
        "Lines shipped on or before the promised day",
        "lines on time",
        "lines due",
        "gifts",
        "94 ÷ 100 = 94.0%",
    )
    return Paper(
        "Regions × products",
        columns,
        tuple(rows),
        sums,
        facts=(("Period", "2026-01-01 – 2026-11-21"), ("Scope", "=all()")),
        charts=(Chart(Shape.STACK, EVIL, "region", series),),
        definitions=(meaning,),
        notes=("Amounts in the company's currency.",),
    )


def bridge() -> Paper:
    """From one sum to the next by steps."""
    columns = (Column("what", "What"), Column("amount", "Amount", Form.MONEY))
    rows = (
        Row(("Last year", Decimal(500)), is_sum=True),
        Row(("Prices", Decimal(-30))),
        Row(("Quantities", Decimal(90))),
        Row(("This year", Decimal(560)), is_sum=True),
    )
    return Paper("Bridge", columns, rows, charts=(Chart(Shape.STEPS, "Bridge", "what", (Series("amount"),)),))


def forecast() -> Paper:
    """Lines with an interval around one of them."""
    columns = (
        Column("month", "Month", Form.DAY),
        Column("real", "Real", Form.QUANTITY),
        Column("expected", "Expected", Form.QUANTITY),
        Column("low", "At least", Form.QUANTITY),
        Column("high", "At most", Form.QUANTITY),
    )
    rows = tuple(
        Row((date(2026, month, 1), Decimal(98 + month) if month < 4 else None, *map(Decimal, (100, 90, 110))))
        for month in range(1, 7)
    )
    series = (Series("real"), Series("expected", low="low", high="high"))
    return Paper("Forecast", columns, rows, charts=(Chart(Shape.LINES, "Forecast", "month", series),))


def provinces() -> Paper:
    """Amounts by province, written in several ways."""
    columns = (Column("province", "Province"), Column("amount", "Amount", Form.MONEY))
    found = (("浙江1", 200), ("浙江省", 100), ("内蒙古自治区", 20), ("广东", 250), ("外贸", 66))
    rows = tuple(Row((name, Decimal(amount))) for name, amount in found)
    return Paper("Provinces", columns, rows, charts=(Chart(Shape.MAP, "Provinces", "province", (Series("amount"),)),))


def retention() -> Paper:
    """More columns of heat than a chart of bars may have."""
    columns = (Column("cohort", "First order"), *(Column(f"m{n}", f"{n} months", Form.SHARE) for n in range(7)))
    rows = tuple(
        Row((f"2026-{row:02}", *(Decimal(1) / (n + 1) if n < 7 - row else None for n in range(7))))
        for row in range(1, 4)
    )
    series = tuple(Series(f"m{n}") for n in range(7))
    return Paper("Retention", columns, rows, charts=(Chart(Shape.HEAT, "Retention", "cohort", series),))


def hostile() -> Paper:
    """Bars whose names would like to be markup."""
    columns = (Column("name", EVIL), Column("amount", EVIL, Form.MONEY))
    rows = tuple(Row((f"{EVIL} {number}", Decimal(number))) for number in (3, 4))
    return Paper(EVIL, columns, rows, charts=(Chart(Shape.BARS, EVIL, "name", (Series("amount"),)),))


EVERY = (trend, pivot, bridge, forecast, provinces, retention)
