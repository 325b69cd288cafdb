"""The guides that the software ships: what to ask in contacts of each kind. They are changed in the console."""

from datetime import datetime

from django.utils.translation import gettext_noop as _

from common.reference import seeders, ship_names
from orders.service.contacts.choices import Purpose
from orders.service.contacts.models import ContactGuide

# purpose, name in English (shown in the reader's language until somebody renames it), texts
GUIDES = (
    (
        Purpose.VISIT,
        _("After the delivery"),
        (
            "1. 货物是否完整到达，数量与单据是否一致？\n"
            "2. 安装、调试是否顺利，使用中有无问题？\n"
            "3. 交期、包装、服务哪一点最满意，哪一点要改进？\n"
            "4. 近期还有什么需求？\n"
            "5. 如有不满：记下原话，约定答复日期。"
        ),
        (
            "1. Did everything arrive complete, and as the papers say?\n2. Is it installed, and does it work well?\n"
            "3. What was best and what should be better: date, packing, service?\n4. What is needed next?\n"
            "5. Not content? Write down his words and agree by when we come back."
        ),
    ),
    (
        Purpose.PAYMENT,
        _("About a payment"),
        (
            "1. 先确认发票和对账单是否收到、金额是否一致。\n"
            "2. 问清计划付款日期、方式、金额。\n"
            "3. 有争议的部分分开记录，约定谁来答复。\n"
            "4. 结束前复述约定的日期。"
        ),
        (
            "1. Did the invoice and the statement arrive, and do they agree?\n2. Which day, which way, which amount?\n"
            "3. Note what is disputed apart, and who answers it.\n4. Repeat the day that was agreed."
        ),
    ),
    (
        Purpose.QUOTATION,
        _("After a quotation"),
        (
            "1. 报价是否收到，技术参数是否符合？\n"
            "2. 谁参与决定，何时决定？\n"
            "3. 与哪些条件比较：价格、交期、付款方式？\n"
            "4. 需要补充哪些资料或样品？"
        ),
        (
            "1. Did the quotation arrive, and does it fit technically?\n2. Who decides, and when?\n"
            "3. What is compared: price, date, terms?\n4. Which papers or samples are missing?"
        ),
    ),
    (
        Purpose.ORDER,
        _("About an order under way"),
        (
            "1. 告知当前进度和预计交期。\n"
            "2. 核对收货地址、联系人、收货时间。\n"
            "3. 有无变更要求（如有，走变更单）。\n"
            "4. 提醒付款节点。"
        ),
        (
            "1. Tell how far it is and when it comes.\n2. Check address, contact and hours of delivery.\n"
            "3. Does anything change? Then by a change request.\n4. Remind of the payment that is next."
        ),
    ),
    (
        Purpose.COMPLAINT,
        _("About a complaint"),
        (
            "1. 先听完，记下原话和现场情况。\n"
            "2. 问清数量、批次、影响。\n"
            "3. 告知处理人和答复日期，不当场承诺赔偿。\n"
            "4. 处理后再次回访，确认是否满意。"
        ),
        (
            "1. Listen first; write down his words and what was found.\n2. How many, which lot, what harm?\n"
            "3. Say who takes care of it and by when; promise no compensation on the spot.\n4. Come back afterwards:"
            " is he content?"
        ),
    ),
    (
        Purpose.CARE,
        _("Keeping in touch"),
        (
            "1. 现用设备运行情况、校准到期日。\n"
            "2. 生产与采购计划的变化。\n"
            "3. 联系人、地址、开票资料有无变动。\n"
            "4. 新产品和新政策简介。"
        ),
        (
            "1. How do the instruments run, when is calibration due?\n2. What changes in his plans?\n"
            "3. Have contacts, addresses or invoice details changed?\n4. What is new with us?"
        ),
    ),
)


def seed_guides(at: datetime) -> None:
    """Add the guides where there are none; what an administrator changed stays."""
    if ContactGuide.objects.exists():
        return
    ContactGuide.objects.bulk_create(
        [
            ContactGuide(purpose=purpose, name=name, text_zh=chinese, text_en=english)
            for purpose, name, chinese, english in GUIDES
        ],
        ignore_conflicts=True,
    )


def register() -> None:
    """Called once from this room's wiring."""
    ship_names(row[1] for row in GUIDES)
    seeders.register("orders.contact_guides", seed_guides)
