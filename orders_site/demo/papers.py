"""What the demo company prints and in which order it works: data on papers, days off, bands, a pin, a contract."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from accounts.console.operations import change_settings
from orders.order.models import Order
from orders.order.states import Fulfilment, Status
from orders.printing import operations as printing
from orders.priority import operations as priority
from orders.priority import recomputing, rules
from orders.service.letters.operations import save_policy
from orders.service.letters.queries import company_policy
from orders_site.demo.company import Company

PROFILE = {
    "papers.legal_name": "杭州衡信仪表有限公司",
    "papers.legal_name_en": "Hengxin Instruments Co., Ltd.",
    "papers.address": "浙江省杭州市滨江区衡器路 18 号",
    "papers.address_en": "18 Hengqi Road, Binjiang, Hangzhou, China",
    "papers.phone": "+86 571 8600 0018",
    "papers.tax_number": "91330108MA27X0AB1C",
    "papers.bank": "工商银行杭州滨江支行",
    "papers.bank_en": "ICBC, Hangzhou Binjiang Branch",
    "papers.bank_account": "1202 0266 0990 0018 345",
    "papers.swift": "ICBKCNBJZJP",
}
NEW_YEAR = ["01-01", "01-02"]  # days off of each year
BY_CLASS = {"FOREIGN": 80, "DOMESTIC": 50}
TELLS = ["SHIPPED", "DELIVERY"]  # what customers hear by themselves


def load(company: Company, at: datetime) -> None:
    """Settings and bands; a large order of today is pinned, a contract was printed and kept."""
    admin, head = company.staff["admin"], company.staff["fang.zy"]
    years = (company.today.year, company.today.year + 1)
    off = [f"{year}-{day}" for year in years for day in NEW_YEAR]
    change_settings(actor=admin, values={**PROFILE, "calendar.days_off": off}, at=at)
    save_policy(actor=admin, version=company_policy().version, tells=TELLS, asks_satisfaction=True, at=at)
    values = asdict(rules.SHIPPED) | {"large_from": Decimal(100000), "by_class": BY_CLASS, "valid_from": company.today}
    del values["number"]
    priority.save_rules(actor=admin, values=values, number=0, at=at)
    running = Order.objects.filter(status=Status.EFFECTIVE).exclude(fulfilment=Fulfilment.FULL)
    largest = running.order_by("-total_amount")
    for order in largest[1:2]:
        priority.pin_order(actor=head, order_id=order.pk, reason="样机随展会发运，不得延误", at=at)
    for order in largest[:1]:
        printing.keep_paper(actor=company.staff["lin.xy"], kind="sales-contract", subject_id=order.pk, at=at)


def place(at: datetime) -> None:
    """Classes and scores of everything, imported history too: what the jobs do in the background."""
    recomputing.scan(at=at)
