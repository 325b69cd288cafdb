"""The levels of dunning that the software ships. Administrators change words, days and ways in the console."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from orders.collecting.dunning.models import Channel, DunningLevel

# level, name in English (shown in the reader's language until somebody renames it), days overdue, way, texts
LEVELS = (
    (
        1,
        _("Friendly reminder"),
        7,
        Channel.MAIL,
        "我司账面显示，贵公司以下款项已到期，合计 {total}。想必是一时疏忽，请于近日安排付款；如已付款，请忽略本函。",
        (
            "According to our books the following amounts are due, {total} in all. It may have been overlooked: please"
            " arrange payment in the next days. If you have paid already, please disregard this letter."
        ),
    ),
    (
        2,
        _("Second reminder"),
        21,
        Channel.MAIL,
        "我司此前已提醒贵公司，以下款项至今未收到，合计 {total}。请于七日内付清，或告知付款日期。",
        (
            "We have reminded you before; the following amounts, {total} in all, have still not arrived. Please pay"
            " within seven days, or tell us when you will."
        ),
    ),
    (
        3,
        _("Final demand"),
        45,
        Channel.POST,
        "以下款项逾期已久，合计 {total}，多次催告未果。请于十日内付清，否则我司将暂停发货并保留采取法律措施的权利。",
        (
            "The following amounts, {total} in all, are long overdue in spite of our reminders. Unless they are paid"
            " within ten days we shall stop deliveries and reserve our legal rights."
        ),
    ),
)


def seed_levels(at: datetime) -> None:
    """Add the levels where there are none; what an administrator changed stays."""
    if DunningLevel.objects.exists():
        return
    DunningLevel.objects.bulk_create(
        [
            DunningLevel(level=level, name=name, days=days, channel=channel, text_zh=chinese, text_en=english)
            for level, name, days, channel, chinese, english in LEVELS
        ],
        ignore_conflicts=True,
    )


def register() -> None:
    """Called once from this room's wiring."""
    ship_names(row[1] for row in LEVELS)
    seeders.register("orders.dunning_levels", seed_levels)
