"""Eighty customers: codes 11.001–56.005 at home and 02. abroad, territories as the company writes them."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.people import queries as people_queries
from common.models import Currency
from customers import operations
from customers.models import Address, Carrier, Contact, Customer, PaymentTerm
from orders_site.demo.people import OWNERS, Staff

# prefix of the code, city, province, territory
PLACES = (
    ("33", "杭州", "浙江省", "华中地区-浙江1"), ("33", "宁波", "浙江省", "华中地区-浙江2"),
    ("36", "南昌", "江西省", "华中地区-江西"), ("42", "武汉", "湖北省", "华中地区-湖北"),
    ("43", "长沙", "湖南省", "华中地区-湖南"), ("41", "郑州", "河南省", "华中地区-河南"),
    ("31", "上海", "上海市", "华东地区-上海"), ("32", "苏州", "江苏省", "华东地区-江苏1"),
    ("32", "徐州", "江苏省", "华东地区-江苏2"), ("34", "合肥", "安徽省", "华东地区-安徽"),
    ("35", "泉州", "福建省", "华东地区-福建"), ("11", "北京", "北京市", "华北地区-北京"),
    ("12", "天津", "天津市", "华北地区-天津"), ("13", "唐山", "河北省", "华北地区-河北"),
    ("14", "太原", "山西省", "华北地区-山西"), ("37", "济南", "山东省", "华北地区-山东1"),
    ("37", "临沂", "山东省", "华北地区-山东2"), ("21", "鞍山", "辽宁省", "华北地区-辽宁"),
    ("44", "佛山", "广东省", "华南地区-广东1"), ("44", "东莞", "广东省", "华南地区-广东2"),
    ("45", "柳州", "广西", "华南地区-广西"), ("51", "成都", "四川省", "华南地区-四川"),
    ("53", "昆明", "云南省", "华南地区-云南"), ("56", "海口", "海南省", "华南地区-海南"),
)  # fmt: skip
ABROAD = (
    ("Hanoi", "Viet Can Scale Co., Ltd.", "越南"), ("Jakarta", "Nusantara Weighing", "印尼"),
    ("Almaty", "Steppe Scales LLP", "哈萨克斯坦"), ("Dubai", "Gulf Weigh Trading", "阿联酋"),
    ("Lagos", "Delta Weighbridge Ltd", "尼日利亚"), ("Sao Paulo", "Balanças Serra Azul", "巴西"),
    ("Istanbul", "Bogaz Tarti", "土耳其"), ("Manila", "Luzon Load Systems", "菲律宾"),
)  # fmt: skip
_NAMES = "正和 恒昌 天衡 华泰 金准 鼎力 瑞丰 永固 宏图 中砝 精诚 凯达 三江 东岳 长青 安信 飞跃 大通 新源 四方".split()
_TRADES = (
    ("衡器", "衡器制造", Customer.Kind.OEM), ("称重设备", "衡器销售", Customer.Kind.DISTRIBUTOR),
    ("自动化", "系统集成", Customer.Kind.AGENT), ("建材", "建材", Customer.Kind.END_USER),
    ("钢铁", "冶金", Customer.Kind.END_USER), ("物流", "物流", Customer.Kind.END_USER),
    ("粮油", "粮食加工", Customer.Kind.END_USER), ("化工", "化工", Customer.Kind.END_USER),
)  # fmt: skip
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑"
_GIVEN = "建国 志强 丽娟 海燕 文杰 晓东 春梅 永刚 秀英 国华 雪梅 俊峰 玉兰 学军 婷婷".split()
_TERMS = ("MONTHLY30",) * 4 + ("MONTHLY60",) * 2 + ("ADVANCE30",) * 3 + ("COD",) * 2 + ("PREPAID",)
CARRIERS = (("SF", "顺丰速运"), ("DB", "德邦物流"), ("ZTKY", "中铁快运"), ("AN", "安能物流"), ("OWN", "自有车队"))


@dataclass(frozen=True)
class Archive:
    """What orders need to know of the customers."""

    customers: list[Customer]
    terms: dict[str, PaymentTerm]
    carriers: list[Carrier]


def build(staff: Staff, rng: random.Random, at: datetime, rate_from: date) -> Archive:
    """Make currencies, carriers and customers with contacts, addresses and credit."""
    finance, system = staff["huangmei"], people_queries.system_user()
    for code, rate in (("USD", "7.18"), ("EUR", "7.82")):
        operations.save_rate(actor=finance, currency_code=code, valid_from=rate_from, rate=Decimal(rate), at=at)
    carriers = [
        operations.save_carrier(actor=staff["xuming"], code=code, name=name, at=at) for code, name in CARRIERS
    ]
    terms = {term.code: term for term in PaymentTerm.objects.all()}
    drafts = [*_at_home(staff, rng, terms), *_abroad(staff, terms)]
    codes = operations.create_customers(actor=system, drafts=drafts, at=at)
    customers = list(Customer.objects.filter(pk__in=codes.values()).order_by("code"))
    _contacts(customers, rng)
    _credit(customers, rng, at.date())
    return Archive(list(Customer.objects.filter(pk__in=codes.values()).order_by("code")), terms, carriers)


def _at_home(staff: Staff, rng: random.Random, terms: dict[str, PaymentTerm]):
    counters: dict[str, int] = {}
    used: set[str] = set()
    for number in range(72):
        prefix, city, province, territory = PLACES[number % len(PLACES)]
        counters[prefix] = counters.get(prefix, 0) + 1
        trade, industry, kind = rng.choice(_TRADES)
        name = next(n for n in (f"{city}{word}{trade}有限公司" for word in rng.sample(_NAMES, 20)) if n not in used)
        used.add(name)
        region = territory.split("-")[0]
        yield {
            "code": f"{prefix}.{counters[prefix]:03d}",
            "name": name,
            "short_name": name.removesuffix("有限公司"),
            "kind": kind,
            "industry": industry,
            "territory": territory,
            "owner": staff[OWNERS[region]],
            "department": staff.region(region),
            "payment_term": terms[rng.choice(_TERMS)],
            "invoice_title": name,
            "tax_number": f"91{prefix}0100MA{rng.randrange(10**8):08d}X{rng.randrange(10)}",
            "bank_name": f"工商银行{city}分行",
            "bank_account": f"1202{rng.randrange(10**12):012d}",
            "invoice_address": f"{city}市开发区科技路 {rng.randint(1, 399)} 号 0{rng.randint(10, 99)}1-{rng.randrange(10**7):07d}",
        }


def _abroad(staff: Staff, terms: dict[str, PaymentTerm]):
    for number, (_city, name, country) in enumerate(ABROAD, start=1):
        yield {
            "code": f"02.{number:03d}",
            "name": name,
            "english_name": name,
            "kind": Customer.Kind.DISTRIBUTOR,
            "industry": "衡器销售",
            "territory": f"国际贸易部-{country}",
            "owner": staff["liqiang"],
            "department": staff.region("国际贸易部"),
            "payment_term": terms["ADVANCE30" if number % 2 else "PREPAID"],
            "currency": Currency.objects.get(pk="USD"),
        }


def _contacts(customers: list[Customer], rng: random.Random) -> None:
    contacts, addresses = [], []
    cities = {name: city for city, name, _country in ABROAD}
    for customer in customers:
        person = rng.choice(_SURNAMES) + rng.choice(_GIVEN)
        phone = f"1{rng.choice('3578')}{rng.randrange(10**9):09d}"
        contacts.append(
            Contact(customer=customer, name=person, title="采购经理", phone=phone, is_default=True,
                    email=f"purchase{customer.pk}@customer.example")
        )  # fmt: skip
        contacts.append(Contact(customer=customer, name=rng.choice(_SURNAMES) + "工", title="技术", phone=phone[:-4] + "0000"))
        place = next((p for p in PLACES if p[3] == customer.territory), None)
        city = f"{place[1]}市" if place else cities.get(customer.name, "")
        addresses.append(
            Address(
                customer=customer,
                label="仓库",
                recipient=person,
                phone=phone,
                province=place[2] if place else "",
                city=city,
                street=f"工业园区{rng.choice('东南西北')}路 {rng.randint(1, 299)} 号" if place else "Industrial Zone 7",
                is_default=True,
            )
        )
    Contact.objects.bulk_create(contacts)
    Address.objects.bulk_create(addresses)


def _credit(customers: list[Customer], rng: random.Random, today: date) -> None:
    """Limits as finance keeps them: most are ample, some tight, one stopped by hand."""
    for number, customer in enumerate(customers):
        customer.credit_limit = Decimal(rng.choice([300_000, 500_000, 800_000, 1_500_000]))
        customer.credit_days_overdue = rng.choice([60, 90, None])
        customer.credit_valid_until = today + timedelta(days=730)
        if number % 16 == 5:
            customer.credit_limit = Decimal(120_000)
        if number == 40:
            customer.is_credit_stopped = True
    Customer.objects.bulk_update(
        customers, ["credit_limit", "credit_days_overdue", "credit_valid_until", "is_credit_stopped"]
    )
