"""Work on the orders of the demo company: what people can do, orders taken apart, tasks given out, done, late, blocked;
evaluations of what closed, and a case or two."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from common import dates
from orders.order import queries as orders
from orders.order.models import Order
from orders.order.states import Status
from orders_site.demo.agenda import Life, after, working
from orders_site.demo.company import Company
from products.catalogue.choices import SupplyMode
from tasks.assigning import keeping
from tasks.assigning import operations as assigning
from tasks.checks import operations as checks
from tasks.checks.asking import ActionDraft
from tasks.decomposing import operations as decomposing
from tasks.doing import operations as doing
from tasks.evaluation import cases
from tasks.evaluation import operations as evaluation
from tasks.evaluation import queries as evaluations
from tasks.evaluation.models import OrderEvaluation, Score
from tasks.requirements import needs
from tasks.requirements import operations as requirements
from tasks.requirements.models import Requirement
from tasks.requirements.operations import LineAnswer, LineDraft, RequirementDraft
from tasks.scheduling import operations as scheduling
from tasks.task.models import Skill, Task
from tasks.task.states import LIVE, State

OPENS = timedelta(hours=8, minutes=45)
RECENT = 20  # days: of orders that took effect since, most are taken apart
SHARE, EARLIER = 0.65, 0.05
# who can do what, 1 to 5
SKILLS = {
    "zhao.hai": {"ASSEMBLY": 4, "CALIBRATION": 2, "WELDING": 3, "INSPECTION": 3},
    "feng.tao": {"CALIBRATION": 5, "INSPECTION": 2, "ELECTRONICS": 3},
    "han.xue": {"CALIBRATION": 4, "INSPECTION": 3},
    "zheng.jie": {"INSPECTION": 5, "CALIBRATION": 2},
    "ding.lei": {"ASSEMBLY": 5, "ELECTRONICS": 4},
    "xu.feng": {"ASSEMBLY": 3, "WELDING": 5},
    "gao.yu": {"DESIGN": 5, "SOFTWARE": 5, "ELECTRONICS": 4},
    "qian.fang": {"PURCHASING": 5},
    "he.lin": {"PURCHASING": 4},
    "luo.qiang": {"PACKING": 4, "SHIPPING": 3},
    "zhou.ping": {"PACKING": 5},
    "sun.qian": {"SHIPPING": 5, "CUSTOMS": 4, "FOLLOW_UP": 3},
    "ma.chao": {"SHIPPING": 4, "CUSTOMS": 2},
    **{name: {"FOLLOW_UP": 4} for name in ("chen.lx", "liang.wei", "guo.min", "he.jun", "shen.wan", "su.lin")},
}
_BLOCKED = (
    ("SUPPLIER", "供应商未回交期"),
    ("MATERIAL", "弹性体毛坯缺料"),
    ("EQUIPMENT", "标定台砝码送检"),
    ("DRAWING", "客户台面图纸未确认"),
)
_RESULTS = ("按图纸完成", "已自检合格", "完成，记录已归档", "一次合格")


def load(company: Company, *, at: datetime) -> None:
    """What people can do, who is away, and how one department weighs its candidates: before anything happens."""
    admin = company.staff["qian.fang"]  # keeps rules, templates and skills
    keys = dict(Skill.objects.values_list("code", "pk"))
    for login, levels in SKILLS.items():
        wanted: dict[int, int | None] = {keys[code]: level for code, level in levels.items()}
        keeping.set_skills(actor=admin, user_id=company.staff[login].pk, levels=wanted, at=at)
    away = dates.business_day(company.now) + timedelta(days=3)
    scheduling.enter_absence(
        actor=admin,
        user_id=company.staff["han.xue"].pk,
        kind="TRAINING",
        first=away,
        last=away + timedelta(days=1),
        note="检定员复证培训",
        at=at,
    )


def begin(company: Company, order: Order) -> None:
    """An order took effect: most are taken apart into tasks. Chance of its own, so that nobody else's changes."""
    rng = Random(order.pk)
    if order.status != Status.EFFECTIVE or order.effective_at is None:
        return
    is_recent = (company.now - order.effective_at).days <= RECENT
    is_made = order.lines.filter(supply_mode=SupplyMode.MAKE).exists()
    if rng.random() < (SHARE if is_recent else EARLIER) or is_made:
        company.agenda.add(_taken_apart(company, order, order.effective_at, rng))


def _taken_apart(company: Company, order: Order, effective_at: datetime, rng: Random) -> Life:
    planner = company.staff["qian.fang"]
    at = yield after(effective_at, rng, hours=rng.uniform(0.5, 5))
    decomposing.propose_order(actor=planner, order_id=order.pk, at=at)
    if rng.random() < 0.07:
        return  # somebody still has to look at it
    at = yield at + timedelta(minutes=rng.randint(5, 40))
    decomposing.release(actor=planner, order_id=order.pk, at=at)
    at = yield after(at, rng, hours=rng.uniform(0.5, 7))
    tasks = list(Task.objects.filter(order=order, state__in=LIVE).select_related("department"))
    by_head: dict[int, list[tuple[int, int | None]]] = {}
    for task in tasks:
        if task.department.head_id is not None and rng.random() < 0.85:
            by_head.setdefault(task.department.head_id, []).append((task.pk, None))  # whoever comes first
    for head_id, picks in by_head.items():
        assigning.pick_for_many(actor=company.person(head_id), picks=picks, reason="", at=at)
    for task in tasks:
        company.agenda.add(_done(company, task.pk, rng))


def _done(company: Company, task_id: int, rng: Random) -> Life:
    """A task is begun on its day, once what comes before it is done; most end in time."""
    first = Task.objects.get(pk=task_id).planned_start
    at = yield working(dates.day_start(first or company.today) + OPENS + timedelta(minutes=rng.randint(0, 240)))
    for _day in range(60):
        task = Task.objects.get(pk=task_id)
        if task.state not in LIVE or task.owner_id is None:
            return
        if task.is_ready and not _is_still(task.order_id):
            break
        at = yield after(at, rng, days=1)
    owner = company.person(task.owner_id or 0)
    doing.start_task(actor=owner, task_id=task_id, at=at)
    days = max(0, task.work_days - 1 + rng.choice((0, 0, 0, 0, 0, 1, 1, 2, -1)))
    hours = (task.planned_hours * Decimal(str(round(rng.uniform(0.8, 1.35), 2)))).quantize(Decimal("0.5"))
    if days >= 2:
        at = yield after(at, rng, days=days / 2)
        if not _goes_on(task_id, State.RUNNING):
            return
        doing.report_progress(actor=owner, task_id=task_id, progress=rng.choice((30, 40, 50, 60, 70)), at=at)
    if rng.random() < 0.06:
        reason, words = rng.choice(_BLOCKED)
        doing.block_task(actor=owner, task_id=task_id, reason=reason, words=words, at=at)
        at = yield after(at, rng, days=rng.choice((1, 2, 3, 5)))
        if not _goes_on(task_id, State.BLOCKED):
            return
        doing.resume_task(actor=owner, task_id=task_id, at=at)
    at = yield after(at, rng, days=days - days / 2, hours=0 if days else rng.uniform(1, 5))
    if _goes_on(task_id, State.RUNNING):
        doing.finish_task(
            actor=owner, task_id=task_id, result=rng.choice(_RESULTS), hours=min(hours, Decimal(20)) or None, at=at
        )


def _goes_on(task_id: int, state: str) -> bool:
    """Whether the task is still as he left it, and his to work on: an order may have been taken out of the world."""
    task = Task.objects.get(pk=task_id)
    return task.state == state and not _is_still(task.order_id)


def _is_still(order_id: int) -> bool:
    """Whether nobody may work on the order just now; what is done for a customer afterwards outlasts its closing."""
    order = Order.objects.get(pk=order_id)
    return order.is_frozen or order.status not in (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)


def supply(company: Company, *, at: datetime) -> None:
    """What some recent orders lack was asked for: one answer is awaited, others have their day, one of which moved."""
    planner, today = company.staff["qian.fang"], company.today
    recent = Order.objects.filter(status=Status.EFFECTIVE, is_frozen=False).order_by("-pk")
    made = 0
    for order in recent[:40]:
        found = [one for one in needs.of_order(order, orders.lines_of(order), today) if one.proposed > 0]
        kinds = {one.kind for one in found}
        for kind in sorted(kinds):
            department = company.departments["SC" if kind == "MAKE" else "CG"]
            lines = [
                LineDraft(
                    product_id=one.product.pk,
                    quantity=one.proposed,
                    needed_date=max(one.needed_date, today),
                    order_id=order.pk,
                    line_no=one.line.line_no,
                )
                for one in found
                if one.kind == kind
            ]
            draft = RequirementDraft(kind=kind, department_id=department.pk, lines=lines)
            asked = requirements.create_requirement(actor=planner, draft=draft, is_asked=True, at=at)
            made += 1
            if made > 2:
                _accepted(company, asked, at)
        if made >= 6:
            break


def _accepted(company: Company, asked: Requirement, at: datetime) -> None:
    head = company.staff["zhao.hai" if asked.kind == "MAKE" else "qian.fang"]
    lines = list(asked.lines.all())
    day = working(at + timedelta(days=12))
    answers = [LineAnswer(one.pk, one.quantity, dates.business_day(day)) for one in lines]
    requirements.accept_requirement(actor=head, requirement_id=asked.pk, answers=answers, at=at)
    if asked.pk % 2:
        requirements.move_day(
            actor=head,
            requirement_id=asked.pk,
            line_id=lines[0].pk,
            planned_date=dates.business_day(working(at + timedelta(days=15))),
            cause="SUPPLIER",
            words="弹性体毛坯晚到三天",
            at=at,
        )


def check(company: Company, *, at: datetime) -> None:
    """The executing owner looked at some orders: most are well, one is behind."""
    desk, today = company.staff["lin.xy"], company.today
    ids = Task.objects.filter(state__in=LIVE, order__status=Status.EFFECTIVE, order__is_frozen=False)
    for number, order_id in enumerate(sorted(set(ids.values_list("order_id", flat=True)))[-6:]):
        if number == 2:
            action = ActionDraft("联系备用供应商，今天回交期", company.staff["he.lin"].pk, today + timedelta(days=2))
            checks.record_check(
                actor=desk,
                order_id=order_id,
                problem="MATERIAL",
                words="弹性体毛坯未到，标定顺延",
                actions=[action],
                at=at,
            )
        else:
            checks.record_check(actor=desk, order_id=order_id, words="按计划进行", at=at)


def look_back(company: Company, *, at: datetime) -> None:
    """What closed is evaluated: some of it by everybody, some with a conclusion; two cases stand in the library."""
    evaluation.open_due(at=at)
    rng = Random(company.now.toordinal())
    for number, found in enumerate(OrderEvaluation.objects.select_related("order").order_by("-pk")[:6]):
        _scored(company, found, rng, at)
        if number >= 3:
            _ended(company, found, at)
    order = Order.objects.filter(evaluation__isnull=False).order_by("-pk").first()
    writer = company.staff["qian.fang"]
    for title, kind, tags, texts in _CASES:
        cases.save_case(
            actor=writer,
            title=title,
            kind=kind,
            tags=tags,
            texts=texts,
            order_id=order.pk if order else None,
            at=at,
        )
    evaluation.give_reward(
        actor=company.staff["fang.zy"],
        person_id=company.staff["feng.tao"].pk,
        kind="REWARD",
        month=company.today,
        amount=Decimal(500),
        reason="连续两个周末加班标定，保住三张加急单的交期",
        at=at,
    )


def _scored(company: Company, found: OrderEvaluation, rng: Random, at: datetime) -> None:
    """The salesperson scores the order, and who worked on it."""
    seller = found.order.salesperson_id
    if seller is None:
        return
    for person in [None, *evaluations.workers_of(found.order)[:3]]:
        if person is None or person.pk != seller:
            evaluation.give_scores(
                actor=company.person(seller),
                evaluation_id=found.pk,
                person_id=person.pk if person else None,
                values={str(aspect): rng.choice((3, 4, 4, 5, 5)) for aspect in Score.Aspect},
                at=at,
            )


def _ended(company: Company, found: OrderEvaluation, at: datetime) -> None:
    evaluation.end_evaluation(
        actor=company.staff["fang.zy"],
        evaluation_id=found.pk,
        conclusion="任务衔接顺畅；标定与检定之间等待一天，下次同批安排",
        at=at,
    )


_CASES = (
    (
        "传感器缺料：分两批到货保住交期",
        "SUCCESS",
        ["缺料", "分批"],
        {
            "steps": "按库存先发一批；第二批改由备用供应商供货，到货当天标定",
            "allocation": "钱芳联系备用供应商，冯涛周末标定，马超约专车",
            "tracking": "每日检查，延误当天登记原因",
            "assessment": "两批都在承诺日前发出，额外运费由供应商承担",
            "cause": "主供应商弹性体毛坯缺料，晚十天",
            "lesson": "用量大的传感器要有第二家供应商，安全库存按三周用量",
        },
    ),
    (
        "图纸确认太晚，台面返工",
        "FAILURE",
        ["定制", "图纸"],
        {
            "steps": "先下料，后收到客户改图，台面返工两天",
            "allocation": "高宇出图，许峰焊接",
            "tracking": "每周检查，没有查到图纸还未确认",
            "assessment": "晚交三天，返工成本 1,280 元",
            "cause": "定制订单没有把“客户确认图纸”设为生产的前置任务",
            "lesson": "定制订单必须先确认图纸再下料；分解规则已改",
        },
    ),
)
