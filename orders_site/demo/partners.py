"""Customers and carriers of the demo company, with what hangs on them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.people.models import Department, User
from common import dates
from customers import operations
from customers.credit import operations as credit
from customers.models import Customer, PaymentTerm
from orders_site.demo import own_fields, tables

GROUP = ("33.068", ["33.072"])  # the works and its branch share one limit
PAYERS = {"33.072": "33.068", "31.036": "31.031"}  # who pays for whom
AGENTS = {"02.036": "02.058", "02.022": "02.058", "02.044": "31.090"}
BLOCKED = ("54.001", "两次拒收到货，货款未结清，财务要求暂停接单")
STOPPED = "32.071"
NEW = {"35.033", "22.004", "02.052"}  # won lately: nothing of them in the old books
HANDED_OVER = (("33.042", "chen.lx"), ("34.006", "shen.wan"))  # who was in charge until half a year ago
CARRIERS = (
    ("DBWL", "德邦物流", "95353", "https://www.deppon.com/newwebsite/track/ordertrack"),
    ("SFKY", "顺丰快运", "95338", ""),
    ("AN", "安能物流", "40088", ""),
    ("COSCO", "中远海运集运", "021-6580 0000", ""),
)
# the company's currency for one of theirs, at the beginning and at the end of the time
RATES = {"USD": ("7.18", "7.05"), "EUR": ("7.86", "8.12")}

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
_GIVEN = ("建国", "志强", "丽华", "晓东", "海燕", "国平", "文博", "雪梅", "俊杰", "永芳", "德胜", "慧敏", "卫东")
_FOREIGN = ("Ingrid Dahl", "Rui Carvalho", "Paola Ferri", "Jonas Petersen", "Emre Yıldız", "Nguyễn Văn Long")
_TITLES = ("采购经理", "设备科长", "总经理", "采购员", "仓储主管", "工程师")
_PREFERENCES = (
    *(
        "传感器只用本原品牌，30T 以上要桥式",
        "仪表一律不锈钢外壳",
        "包装用木箱，唛头印客户订单号",
        "标签、合格证要中英文",
    ),
    *("要求随货带检定证书原件", "喜欢季度末集中下单", "电缆统一 6 芯，长度按 20 米"),
)
_NOTES = (
    *("对账日每月 25 日，发票先寄扫描件", "卸货须提前一天预约，周六不收货", "门卫收货需报车牌"),
    *("年度框架协议在谈", "老板亲自定价，业务员不要口头承诺折扣"),
)
_BANKS = ("中国工商银行", "中国建设银行", "中国农业银行", "招商银行", "中国银行")
_LIMITS = {"DISTRIBUTOR": (600_000, 1_600_000), "OEM": (500_000, 1_500_000), "END_USER": (800_000, 3_000_000)}


def ordering(customers: Mapping[str, Customer]) -> list[Customer]:
    """Those who order all the time: not agents, not who is new, blocked or stopped, not the one whose code marks
    the border."""
    apart = {BLOCKED[0], STOPPED, "56.005", *NEW}
    return [one for code, one in customers.items() if code not in apart and one.kind != Customer.Kind.AGENT]


def load(
    staff: dict[str, User], departments: dict[str, Department], rng: Random, first: date, at: datetime, now: datetime
) -> None:
    """Rates since ``first``, carriers, customers with contacts, addresses and credit."""
    _load_rates(staff["wu.min"], first, at, now)
    for code, name, contact, url in CARRIERS:
        operations.save_carrier(actor=staff["sun.qian"], code=code, name=name, contact=contact, tracking_url=url, at=at)
    terms = {term.code: term for term in PaymentTerm.objects.all()}
    former = dict(HANDED_OVER)
    customers = {}
    for cells in tables.read("customers.txt"):
        owner = staff[former.get(cells[0], cells[4])]
        customers[cells[0]] = _load_customer(cells, owner, departments[cells[3]], terms, staff, rng, at)
    _relate(customers, staff["lin.xy"], at)


def hand_over(
    customers: dict[str, Customer], staff: dict[str, User], departments: dict[str, Department], at: datetime
) -> None:
    """Two customers got another salesperson at ``at``."""
    for cells in tables.read("customers.txt"):
        if cells[0] in dict(HANDED_OVER):
            customer = customers[cells[0]]
            operations.assign_customer(
                actor=staff["zhou.gd"],
                customer_id=customer.pk,
                territory=cells[2],
                department_id=departments[cells[3]].pk,
                owner_id=staff[cells[4]].pk,
                at=at,
            )
            customer.refresh_from_db(fields=["owner", "department", "territory"])


def block(customers: dict[str, Customer], staff: dict[str, User], at: datetime) -> None:
    """One customer is blocked, the credit of another is stopped by hand."""
    code, reason = BLOCKED
    operations.block_customer(actor=staff["wu.min"], customer_id=customers[code].pk, reason=reason, at=at)
    words = "法院冻结账户，等判决"
    operations.stop_credit(actor=staff["wu.min"], customer_id=customers[STOPPED].pk, reason=words, at=at)


def _load_rates(finance: User, first: date, at: datetime, now: datetime) -> None:
    first, last = first.replace(day=1), dates.business_day(now)
    span = max(1, (last - first).days)
    for currency, (from_rate, to_rate) in RATES.items():
        start, end = Decimal(from_rate), Decimal(to_rate)
        for day in _months(first, last):
            rate = start + (end - start) * (day - first).days / span
            operations.save_rate(
                actor=finance, currency_code=currency, valid_from=day, rate=rate.quantize(Decimal("0.0001")), at=at
            )


def _months(first: date, last: date) -> list[date]:
    days, day = [], first
    while day <= last:
        days.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return days


def _load_customer(
    cells: list[str],
    owner: User,
    department: Department,
    terms: dict[str, PaymentTerm],
    staff: dict[str, User],
    rng: Random,
    at: datetime,
) -> Customer:
    code, name, territory, _department, _owner, kind, industry, province, city, street, term, currency = cells
    is_foreign = currency != "CNY"
    papers = {} if is_foreign else _papers(name, province, city, street, rng)
    customer = operations.create_customer(
        actor=staff["lin.xy"],
        code=code,
        name=name,
        english_name=name if is_foreign else "",
        kind=kind,
        industry=industry,
        territory=territory,
        department=department,
        owner=owner,
        payment_term=terms[term],
        currency=currency,
        preferences=rng.choice(_PREFERENCES) if not is_foreign and rng.random() < 0.4 else "",
        notes=rng.choice(_NOTES) if not is_foreign and rng.random() < 0.25 else "",
        custom=own_fields.of_customer(code, is_foreign),
        at=at,
        **papers,
    )
    for number in range(rng.choice((1, 2, 2, 3))):
        person = _FOREIGN[rng.randrange(len(_FOREIGN))] if is_foreign else rng.choice(_SURNAMES) + rng.choice(_GIVEN)
        operations.save_contact(
            actor=staff["lin.xy"],
            customer_id=customer.pk,
            name=person,
            title="Purchasing" if is_foreign else _TITLES[(number + rng.randrange(3)) % len(_TITLES)],
            phone=_phone(is_foreign, rng),
            email=f"contact{number + 1}@c{code.replace('.', '')}.example",
            at=at,
        )
        if number == 0:
            _load_addresses(customer, person, cells, staff["lin.xy"], rng, at)
    return _with_credit(customer, kind, term, staff, rng, at)


def _load_addresses(customer: Customer, person: str, cells: list[str], actor: User, rng: Random, at: datetime) -> None:
    province, city, street, is_foreign = cells[7], cells[8], cells[9], cells[11] != "CNY"
    places = [("Works" if is_foreign else "公司", street)]
    if not is_foreign and rng.random() < 0.3:
        places.append(("仓库", f"{street[:3]}物流园 {rng.randint(1, 9)} 号库"))
    for label, where in places:
        operations.save_address(
            actor=actor,
            customer_id=customer.pk,
            label=label,
            recipient=person,
            phone=_phone(is_foreign, rng),
            province=province,
            city="" if city == province else city,
            street=where,
            at=at,
        )


def _papers(name: str, province: str, city: str, street: str, rng: Random) -> dict[str, str]:
    """Tax number, bank and invoice address: invented, in the usual form."""
    place = street if city == province else f"{city}{street}"
    phone = f"0{rng.randint(300, 899)}-8{rng.randint(100000, 999999)}"
    return {
        "short_name": name.split("有限")[0].split("股份")[0][:12],
        "invoice_title": name,
        "tax_number": f"91{rng.randint(110000, 659999)}MA{rng.randint(10000000, 99999999)}",
        "bank_name": f"{rng.choice(_BANKS)}{city}支行",
        "bank_account": "".join(str(rng.randrange(10)) for _digit in range(19)),
        "invoice_address": f"{province}{place} {phone}",
    }


def _phone(is_foreign: bool, rng: Random) -> str:
    if is_foreign:
        return f"+00 {rng.randint(100, 999)} {rng.randint(100, 999)} {rng.randint(1000, 9999)}"
    return f"1{rng.choice('358')}{rng.randrange(10)}0000{rng.randint(1000, 9999)}"


def _with_credit(
    customer: Customer, kind: str, term: str, staff: dict[str, User], rng: Random, at: datetime
) -> Customer:
    """Who pays later has a limit, rounded to 50 000; who pays first needs none."""
    if term == "PREPAID" or kind not in _LIMITS:
        return customer
    low, high = _LIMITS[kind]
    amount = Decimal(rng.randint(low // 50_000, high // 50_000) * 50_000)
    limit = credit.propose_limit(
        actor=staff["wu.min"], customer_id=customer.pk, amount=amount, reason="年度授信", at=at
    )
    credit.decide_limit(actor=staff["fang.zy"], limit_id=limit.pk, is_approved=True, at=at)
    return Customer.objects.get(pk=customer.pk)


def _relate(customers: dict[str, Customer], actor: User, at: datetime) -> None:
    head, members = GROUP
    wanted = [(code, {"group": customers[head]}) for code in members]
    wanted += [(code, {"bill_to": customers[payer]}) for code, payer in PAYERS.items()]
    wanted += [(code, {"agent": customers[agent]}) for code, agent in AGENTS.items()]
    for code, changes in wanted:
        customer = Customer.objects.get(pk=customers[code].pk)
        customers[code] = operations.update_customer(
            actor=actor, customer_id=customer.pk, version=customer.version, changes=changes, at=at
        )
