"""Are forecasts nearer than seasonal naive on sales of real companies? (docs/performance.md, R256)

Monthly sales of AdventureWorks and 超市 are read from their files by a reader of its own. The last six months of each
series are put aside before anything is chosen; the room forecasts them, and its mean error is set beside that of
repeating the year before, both over the error of seasonal naive within what was known (MASE). What the room refuses to
forecast is counted and left out of both.

    python -m bench.forecasting <folder with adventureworks and superstore_cn> [months to end before the last one …]
"""

import csv
import gzip
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean

from reports.forecast.forecasting import Forecast, forecast
from reports.forecast.series import Rhythm, Series, collect

AHEAD, SEASON, MOST_PRODUCTS = 6, 12, 40
Group = tuple[str, str]  # set, by what
Sales = dict[Group, dict[str, list[tuple[date, float]]]]


@dataclass(frozen=True)
class Judged:
    """Errors of a series over its scale, what lay within the intervals, and the seconds it took."""

    ours: float
    naive: float
    within80: int
    within95: int
    seconds: float


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def adventureworks(folder: Path) -> Iterator[tuple[date, float, dict[str, str]]]:
    """Day, amount and what it belongs to, of every line. June 2014 has no order of a shop at all and is left out as a
    month that had not ended, May 2011 has one day."""
    base = folder / "adventureworks"
    orders = {row["SalesOrderID"]: row for row in _rows(base / "sales_order_header.csv.gz")}
    kinds = {row["ProductSubcategoryID"]: row for row in _rows(base / "product_subcategory.csv.gz")}
    products = {row["ProductID"]: kinds[row["ProductSubcategoryID"]] for row in _rows(base / "product.csv.gz")
                if row["ProductSubcategoryID"]}  # fmt: skip
    for row in _rows(base / "sales_order_detail.csv.gz"):
        order, kind = orders[row["SalesOrderID"]], products[row["ProductID"]]
        yield (
            date.fromisoformat(order["OrderDate"][:10]),
            float(row["LineTotal"]),
            {
                "total": "",
                "channel": order["OnlineOrderFlag"],
                "category": kind["ProductCategoryID"],
                "subcategory": kind["ProductSubcategoryID"],
                "region": order["TerritoryID"],
                "product": row["ProductID"],
            },
        )


def superstore(folder: Path) -> Iterator[tuple[date, float, dict[str, str]]]:
    """The same of 超市."""
    for row in _rows(folder / "superstore_cn" / "订单.csv.gz"):
        yield (
            date.fromisoformat(row["订单日期"]),
            float(row["销售额"]),
            {
                "total": "",
                "channel": row["细分"],
                "category": row["类别"],
                "subcategory": row["子类别"],
                "region": row["地区"],
                "province": row["省/自治区"],
                "product": row["产品 ID"],
            },
        )


SETS = (
    ("AdventureWorks", adventureworks, date(2011, 6, 1), date(2014, 6, 1)),
    ("超市", superstore, date(2014, 1, 1), date(2018, 1, 1)),
)


def load(folder: Path) -> Sales:
    """Days and amounts by set, by what they are grouped, by member."""
    sales: Sales = defaultdict(lambda: defaultdict(list))
    for name, read, _since, _until in SETS:
        for day, amount, keys in read(folder):
            for kind, key in keys.items():
                sales[name, kind][key].append((day, amount))
    return sales


def judge(days: list[tuple[date, float]], since: date, until: date) -> Judged | Forecast:
    """The last six months before ``until`` against what was said knowing nothing of them; the refusal, if refused."""
    cut = Rhythm.MONTH.later(until, -AHEAD)
    known = collect([(day, amount) for day, amount in days if day < cut], Rhythm.MONTH, cut, since)
    began = time.process_time()
    found = forecast(known, AHEAD)
    seconds = time.process_time() - began
    if found.refusal is not None:
        return found
    came = [sum(amount for day, amount in days if Rhythm.MONTH.begin(day) == point.day) for point in found.points]
    scale = fmean([abs(now - before) for now, before in zip(known.values[SEASON:], known.values, strict=False)])
    ours = fmean([abs(real - point.value) for real, point in zip(came, found.points, strict=True)])
    naive = fmean([abs(real - known.values[step - SEASON]) for step, real in enumerate(came)])
    pairs = list(zip(came, found.points, strict=True))
    return Judged(
        ours / scale,
        naive / scale,
        sum(point.low80 <= real <= point.high80 for real, point in pairs),
        sum(point.low95 <= real <= point.high95 for real, point in pairs),
        seconds,
    )


def _members(days: dict[str, list[tuple[date, float]]], kind: str, cut: date) -> list[str]:
    """All of them; of products those that sold most before the months that are put aside."""
    worth = {key: sum(amount for day, amount in one if day < cut) for key, one in days.items()}
    ranked = sorted(worth, key=lambda key: (-worth[key], key))
    return ranked[:MOST_PRODUCTS] if kind == "product" else ranked


def _line(name: str, rows: list[Judged], refused: Counter[str]) -> str:
    if not rows:
        return f"| {name} | 0 | | | | | {_written(refused)} |"
    points = len(rows) * AHEAD
    ours, naive = fmean([row.ours for row in rows]), fmean([row.naive for row in rows])
    within = f"{sum(row.within80 for row in rows) / points:.0%} · {sum(row.within95 for row in rows) / points:.0%}"
    better = sum(row.ours < row.naive for row in rows)
    return f"| {name} | {len(rows)} | {ours:.3f} | {naive:.3f} | {better} | {within} | {_written(refused)} |"


def _written(refused: Counter[str]) -> str:
    return ", ".join(f"{count} {reason.lower().replace('_', ' ')}" for reason, count in sorted(refused.items()))


def compare(sales: Sales, before: int) -> tuple[float, float]:
    """Print a row for each group; the mean MASE of the room and of seasonal naive over all series."""
    print(f"\nsix months that end {before} months before the last one\n")
    print(
        "| | series | MASE | seasonal naive | nearer | within 80 · 95 % | not forecast |\n|---|---|---|---|---|---|---|"
    )
    everything: list[Judged] = []
    for name, _read, since, last in SETS:
        whole, whole_refused = [], Counter[str]()
        until = Rhythm.MONTH.later(last, -before)
        for kind in [kind for owner, kind in sales if owner == name]:
            rows, refused = [], Counter[str]()
            for key in _members(sales[name, kind], kind, Rhythm.MONTH.later(until, -AHEAD)):
                found = judge(sales[name, kind][key], since, until)
                if isinstance(found, Judged):
                    rows.append(found)
                elif found.refusal:
                    refused[found.refusal.reason] += 1
            print(_line(f"{name}, {kind}", rows, refused))
            whole += rows
            whole_refused += refused
        print(_line(f"**{name}, all**", whole, whole_refused))
        everything += whole
    print(_line("**all**", everything, Counter()))
    times = sorted(row.seconds for row in everything)
    print(f"\nprocessor time a series: mean {fmean(times) * 1000:.1f} ms, most {times[-1] * 1000:.1f} ms")
    return fmean([row.ours for row in everything]), fmean([row.naive for row in everything])


def main() -> int:
    """0 where the room is nearer than seasonal naive in every run."""
    sales = load(Path(sys.argv[1]))
    results = [compare(sales, int(before)) for before in sys.argv[2:] or ["0"]]
    for rhythm, count, ahead in ((Rhythm.MONTH, 60, 12), (Rhythm.WEEK, 208, 26)):
        season = rhythm.season
        values = tuple(100.0 + index + 200 / season * (index % season) + index * 7919 % 31 for index in range(count))
        began = time.process_time()
        forecast(Series(rhythm, date(2024, 1, 1), values), ahead)
        print(f"{count} periods, {ahead} ahead: {(time.process_time() - began) * 1000:.0f} ms")
    return int(any(ours >= naive for ours, naive in results))


if __name__ == "__main__":
    sys.exit(main())
