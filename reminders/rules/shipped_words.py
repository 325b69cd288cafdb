"""The words of the shipped rules, in both languages: (subject, text) in Chinese, then in English. Their names are those
of their rules. A line that names what its reader may not know, or of which there is none, is left out of the letter."""

from typing import NamedTuple


class Words(NamedTuple):
    """What a template says."""

    subject_zh: str
    text_zh: str
    subject_en: str
    text_en: str


_ABOUT_ZH, _ABOUT_EN = "订单：{order}　客户：{customer}", "Order: {order}, customer: {customer}"
_DEAR_ZH, _DEAR_EN = "{recipient}，您好：", "Dear {recipient},"
_ASK_ZH = "如有疑问，请联系 {salesperson}。\n{company}"
_ASK_EN = "For questions please turn to {salesperson}.\n{company}"
_PO_ZH, _PO_EN = "贵方订单号：{customer_order}", "Your order number: {customer_order}"
_GOODS_ZH, _GOODS_EN = "货物：{goods}", "Goods: {goods}"


def _letter(subject_zh: str, zh: str, subject_en: str, en: str, *, goods: bool = False) -> Words:
    """A letter to a customer."""
    goods_zh, goods_en = (f"{_GOODS_ZH}\n", f"{_GOODS_EN}\n") if goods else ("", "")
    return Words(
        subject_zh,
        f"{_DEAR_ZH}\n{zh}\n{_PO_ZH}\n{goods_zh}{_ASK_ZH}",
        subject_en,
        f"{_DEAR_EN}\n{en}\n{_PO_EN}\n{goods_en}{_ASK_EN}",
    )


WORDS: dict[str, Words] = {
    "delivery_near": Words(
        *(
            "交货将近：{order} {customer}，{due}（{when}）",
            f"{_ABOUT_ZH}\n交货日：{{due}}（{{when}}）\n待交：{{goods}}",
        ),
        "Delivery is near: {order} {customer}, {due} ({when})",
        f"{_ABOUT_EN}\nDelivery: {{due}} ({{when}})\nStill open: {{goods}}",
    ),
    "delivery_late": Words(
        *(
            "交货逾期：{order} {customer}，应交 {due}（{when}）",
            f"{_ABOUT_ZH}\n应交：{{due}}（{{when}}）\n待交：{{goods}}",
        ),
        "Delivery is late: {order} {customer}, was due {due} ({when})",
        f"{_ABOUT_EN}\nWas due: {{due}} ({{when}})\nStill open: {{goods}}",
    ),
    "delivery_customer": _letter(
        *("您的订单 {order} 预计 {due} 送达", "您的订单 {order} 中的下列货物预计 {due} 送达，请安排收货。"),
        *("Your order {order} is to arrive on {due}", "These goods of your order {order} are to arrive on {due}."),
        goods=True,
    ),
    "to_ship": Words(
        *(
            "待发货：{order} {customer}，最迟 {due} 发出（{when}）",
            f"{_ABOUT_ZH}\n最迟发出：{{due}}（{{when}}）\n货物：{{goods}}",
        ),
        "To be sent: {order} {customer}, to leave by {due} ({when})",
        f"{_ABOUT_EN}\nTo leave by: {{due}} ({{when}})\nGoods: {{goods}}",
    ),
    "undelivered": Words(
        *(
            "未交付：{order} {customer}",
            f"{_ABOUT_ZH}\n阶段：{{stage}}\n承诺交期：{{promised}}\n业务员：{{salesperson}}",
        ),
        "Undelivered: {order} {customer}",
        f"{_ABOUT_EN}\nStage: {{stage}}\nPromised: {{promised}}\nSalesperson: {{salesperson}}",
    ),
    "freeze_ends": Words(
        *(
            "冻结到期：{order} {customer}，{due}（{when}）",
            f"{_ABOUT_ZH}\n冻结至：{{due}}（{{when}}），之后自动解冻\n原因：{{reason}}",
        ),
        "A freeze ends: {order} {customer}, {due} ({when})",
        f"{_ABOUT_EN}\nFrozen until {{due}} ({{when}}), then it goes on by itself\nReason: {{reason}}",
    ),
    "payment_near": Words(
        *("付款将近：{order} {customer}，{due}（{when}）", f"{_ABOUT_ZH}\n到期日：{{due}}（{{when}}）\n待收：{{open}}"),
        "Payment is near: {order} {customer}, {due} ({when})",
        f"{_ABOUT_EN}\nDue: {{due}} ({{when}})\nTo be paid: {{open}}",
    ),
    "payment_customer": _letter(
        *(
            "订单 {order} 的款项将于 {due} 到期",
            "订单 {order} 的款项 {open} 将于 {due} 到期，请安排付款；已付款请忽略本信。",
        ),
        "A payment for order {order} is due on {due}",
        "{open} for your order {order} are due on {due}. If you have paid already, please ignore this letter.",
    ),
    "payment_overdue": Words(
        *(
            "付款逾期：{order} {customer}，应付 {due}（{when}）",
            f"{_ABOUT_ZH}\n到期日：{{due}}（{{when}}）\n未收：{{open}}",
        ),
        "Payment is overdue: {order} {customer}, was due {due} ({when})",
        f"{_ABOUT_EN}\nWas due: {{due}} ({{when}})\nStill open: {{open}}",
    ),
    "payment_overdue_head": Words(
        *(
            "长期逾期：{order} {customer}，应付 {due}（{when}）",
            f"{_ABOUT_ZH}\n业务员：{{salesperson}}\n未收：{{open}}",
        ),
        "Payment is long overdue: {order} {customer}, was due {due} ({when})",
        f"{_ABOUT_EN}\nSalesperson: {{salesperson}}\nStill open: {{open}}",
    ),
    "stage_entry": Words(
        *(
            "即将进入“{phase}”：{order} {customer}，{due}（{when}）",
            f"{_ABOUT_ZH}\n任务：{{task}}\n目标：{{goal}}\n开始：{{due}}（{{when}}）",
        ),
        "“{phase}” begins: {order} {customer}, {due} ({when})",
        f"{_ABOUT_EN}\nTask: {{task}}\nGoal: {{goal}}\nBegins: {{due}} ({{when}})",
    ),
    "task_near": Words(
        *(
            "任务将到期：{task}，{due}（{when}）",
            f"{_ABOUT_ZH}\n任务：{{task}}\n目标：{{goal}}\n截止：{{due}}（{{when}}）",
        ),
        "Task is due: {task}, {due} ({when})",
        f"{_ABOUT_EN}\nTask: {{task}}\nGoal: {{goal}}\nDue: {{due}} ({{when}})",
    ),
    "task_late": Words(
        *(
            "任务逾期：{task}，应完成 {due}（{when}）",
            f"{_ABOUT_ZH}\n任务：{{task}}\n负责人：{{owner}}\n截止：{{due}}（{{when}}）",
        ),
        "Task is late: {task}, was due {due} ({when})",
        f"{_ABOUT_EN}\nTask: {{task}}\nOwner: {{owner}}\nWas due: {{due}} ({{when}})",
    ),
    "action_near": Words(
        *("纠正措施将到期：{task}，{due}（{when}）", f"{_ABOUT_ZH}\n措施：{{task}}\n截止：{{due}}（{{when}}）"),
        "Corrective action is due: {task}, {due} ({when})",
        f"{_ABOUT_EN}\nAction: {{task}}\nDue: {{due}} ({{when}})",
    ),
    "action_late": Words(
        *(
            "纠正措施逾期：{task}（{owner}），应完成 {due}（{when}）",
            f"{_ABOUT_ZH}\n措施：{{task}}\n负责人：{{owner}}\n截止：{{due}}（{{when}}）",
        ),
        "Corrective action is late: {task} ({owner}), was due {due} ({when})",
        f"{_ABOUT_EN}\nAction: {{task}}\nOwner: {{owner}}\nWas due: {{due}} ({{when}})",
    ),
    "check_due": Words(
        *("今天检查：{order} {customer}", f"{_ABOUT_ZH}\n检查日：{{due}}（{{when}}）"),
        *("Check is due: {order} {customer}", f"{_ABOUT_EN}\nDue: {{due}} ({{when}})"),
    ),
    "approval_near": Words(
        *(
            "待您审批：{subject}，{when}到期",
            "待审批：{subject}\n客户：{customer}\n提交人：{requester}\n截止：{due}（{when}）",
        ),
        "Your decision is due soon: {subject}, {when}",
        "To be decided: {subject}\nCustomer: {customer}\nAsked by: {requester}\nDue: {due} ({when})",
    ),
    "approval_over": Words(
        *(
            "审批超时：{subject}，{when}到期",
            "待审批：{subject}\n客户：{customer}\n提交人：{requester}\n截止：{due}（{when}）",
        ),
        "Your decision is late: {subject}, {when}",
        "To be decided: {subject}\nCustomer: {customer}\nAsked by: {requester}\nWas due: {due} ({when})",
    ),
    "quotation_ends": Words(
        *(
            "报价将失效：{number} {customer}，{due}（{when}）",
            "报价：{number}　客户：{customer}\n主题：{subject}\n有效至：{due}（{when}）\n金额：{amount}",
        ),
        "A quotation expires: {number} {customer}, {due} ({when})",
        "Quotation: {number}, customer: {customer}\nAbout: {subject}\nValid until: {due} ({when})\nTotal: {amount}",
    ),
    "draft_idle": Words(
        *(
            "草稿搁置：{order} {customer}，上次修改 {due}",
            f"{_ABOUT_ZH}\n上次修改：{{due}}（{{when}}）\n请提交审批，或作废。",
        ),
        "A draft lies idle: {order} {customer}, last changed {due}",
        f"{_ABOUT_EN}\nLast changed: {{due}} ({{when}})\nSubmit it, or make it void.",
    ),
    "follow_up_due": Words(
        *(
            "跟进：{customer}，{subject}，{due}（{when}）",
            "客户：{customer}\n事由：{subject}\n要点：{plan}\n联系人：{contact}\n订单：{order}\n日期：{due}（{when}）",
        ),
        "Follow-up: {customer}, {subject}, {due} ({when})",
        "Customer: {customer}\nAbout: {subject}\nTo be said: {plan}\nContact: {contact}\nOrder: {order}\n"
        "Day: {due} ({when})",
    ),
    "note_due": Words(
        *(
            "客户待回复：{customer}，{due}（{when}）",
            "客户：{customer}\n{kind}：{text}\n订单：{order}\n期限：{due}（{when}）",
        ),
        "A customer waits for an answer: {customer}, {due} ({when})",
        "Customer: {customer}\n{kind}: {text}\nOrder: {order}\nBy: {due} ({when})",
    ),
    "complaint_near": Words(
        *(
            "待答复：{number} {kind}，{customer}，{when}到期",
            "{number} {kind}（{severity}）\n客户：{customer}\n订单：{order}\n情况：{text}\n答复期限：{due}（{when}）",
        ),
        "To be answered: {number} {kind}, {customer}, {when}",
        "{number} {kind} ({severity})\nCustomer: {customer}\nOrder: {order}\nWhat happened: {text}\n"
        "To be answered by: {due} ({when})",
    ),
    "effective_customer": _letter(
        *("您的订单 {order} 已确认", "我们已确认您的订单 {order}，并开始安排。"),
        *("Your order {order} is confirmed", "We have confirmed your order {order} and begin to carry it out."),
    ),
    "produced_owner": Words(
        *("货物备齐：{order} {customer}", f"{_ABOUT_ZH}\n备齐时间：{{due}}"),
        *("Goods are ready: {order} {customer}", f"{_ABOUT_EN}\nReady since: {{due}}"),
    ),
    "produced_customer": _letter(
        *("您的订单 {order} 的货物已备齐", "您的订单 {order} 的货物已备齐，即将安排发货。"),
        *(
            "The goods of your order {order} are ready",
            "The goods of your order {order} are ready and will be sent soon.",
        ),
    ),
    "shipped_customer": _letter(
        *(
            "您的订单 {order} 已发货",
            "您的订单 {order} 中的下列货物已发出。\n承运商：{carrier}\n运单号：{waybill}\n预计到达：{arrival}",
        ),
        "Goods of your order {order} were sent",
        "These goods of your order {order} are on their way.\n"
        "Carrier: {carrier}\nWaybill: {waybill}\nExpected: {arrival}",
        goods=True,
    ),
    "delivered_customer": _letter(
        *("您的订单 {order} 的货物已签收", "您的订单 {order} 中的下列货物已签收。\n签收人：{signer}"),
        "Goods of your order {order} were signed for",
        "These goods of your order {order} were signed for.\nSigned by: {signer}",
        goods=True,
    ),
    "completed_customer": _letter(
        *("您的订单 {order} 已完成", "您的订单 {order} 已全部完成，感谢您的信任。"),
        *("Your order {order} is complete", "Your order {order} is complete. Thank you for your trust."),
    ),
}
