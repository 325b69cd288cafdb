"""The company's method by hand, straight from its text (REQUIREMENTS 3): what the shipped questions must agree with."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from orders.order.models import OrderLine

_SPECIFICATION = re.compile(r"([^-]+)-([^-]+)-([^-]+)")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_domestic(code: str) -> bool:
    return bool(re.fullmatch(r"\d\d\.\d\d\d", code)) and (11, 1) <= tuple(map(int, code.split("."))) <= (56, 5)


def is_kit(code: str) -> bool:
    return code.startswith("01.") and "-" in code


def is_marked(name: str) -> bool:
    """Buy one get one, or buy seven get one."""
    return _plain(name).startswith("*")


def parts(specification: str) -> tuple[str, str, str]:
    """Brand, tonnage, structure; empty where the text is not of that form."""
    found = _SPECIFICATION.fullmatch(_plain(specification))
    return (found[1], found[2], found[3]) if found else ("", "", "")


def _month_before(today: date) -> tuple[int, int]:
    return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)


def answers(today: date) -> dict[str, Callable[[OrderLine], bool]]:
    """Code of a shipped question → whether a line belongs to its answer."""

    def open_kit(line: OrderLine) -> bool:
        customer = line.order.customer
        is_asked = is_domestic(customer.code) and customer.territory.startswith("华中地区")
        return (
            is_asked and is_kit(line.product_code) and not line.row_closed and line.order.order_date.year == today.year
        )

    def promoted(line: OrderLine) -> bool:
        days = {
            one.document.ship_date for one in line.outbound_lines.all() if one.document.status in ("AUDITED", "SIGNED")
        }
        is_shipped = any(day and (day.year, day.month) == _month_before(today) for day in days)
        return line.product_code[:3] in ("00.", "01.") and is_marked(line.product_name) and is_shipped

    def export_sensor(line: OrderLine) -> bool:
        quarter = (line.order.order_date.year, (line.order.order_date.month - 1) // 3)
        return (
            line.order.customer.code.startswith("02.")
            and line.product_code.startswith("02.")
            and parts(line.specification)[:2] == ("本原", "30T")
            and quarter == (today.year, (today.month - 1) // 3)
        )

    def bridge(line: OrderLine) -> bool:
        return is_kit(line.product_code) and parts(line.auxiliary_attribute)[2] == "桥式" and not line.row_closed

    def late(line: OrderLine) -> bool:
        due = line.requested_date or line.order.requested_date
        return bool(due and line.last_ship_date and line.last_ship_date > due)

    return {
        "METHOD_OPEN_KITS": open_kit,
        "METHOD_PROMOTED": promoted,
        "METHOD_EXPORT_SENSORS": export_sensor,
        "METHOD_SENSOR_DEMAND": bridge,
        "METHOD_SHIPPED_LATE": late,
    }
