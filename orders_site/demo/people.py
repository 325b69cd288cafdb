"""Departments and people of the demo company, and how they sign in."""

from dataclasses import dataclass
from datetime import datetime

from accounts.console import operations as console
from accounts.people import operations as people
from accounts.people import queries
from accounts.people.models import Department, User
from orders_site import environment as env

PASSWORD = env.read("ORDERS_DEMO_PASSWORD")  # everybody's, and printed: the demo is for looking around

# code, name, kind, code of the parent, is a region
DEPARTMENTS = (
    ("HX", "衡信仪表", "MANAGEMENT", "", False),
    ("YX", "营销中心", "SALES", "HX", False),
    ("HD", "华东大区", "SALES", "YX", True),
    ("HZ", "华中大区", "SALES", "YX", True),
    ("HN", "华南大区", "SALES", "YX", True),
    ("HB", "华北大区", "SALES", "YX", True),
    ("XN", "西南大区", "SALES", "YX", True),
    ("WM", "外贸部", "SALES", "YX", True),
    ("DD", "订单部", "ORDER_DESK", "YX", False),
    ("KF", "客户服务部", "SERVICE", "YX", False),
    ("GY", "供应链中心", "SUPPLY_CHAIN", "HX", False),
    ("SC", "生产部", "PRODUCTION", "GY", False),
    ("CG", "采购部", "PURCHASING", "GY", False),
    ("CK", "仓储部", "WAREHOUSE", "GY", False),
    ("WL", "物流部", "LOGISTICS", "GY", False),
    ("CW", "财务部", "FINANCE", "HX", False),
)


@dataclass(frozen=True)
class Person:
    """Somebody of the demo company: sign-in name, name, roles, department, title; whether he signs in, and which
    language he reads."""

    login: str
    name: str
    roles: tuple[str, ...]
    department: str
    title: str
    signs_in: bool = True
    language: str = "zh-hans"


PEOPLE = (
    Person("fang.zy", "方致远", ("executive",), "HX", "总经理"),
    Person("zhou.gd", "周国栋", ("sales_manager",), "YX", "销售总监"),
    Person("shen.wan", "沈婉", ("sales", "department_head"), "HD", "华东大区经理"),
    Person("he.jun", "何俊", ("sales", "department_head"), "HZ", "华中大区经理"),
    Person("su.lin", "苏琳", ("sales", "department_head"), "WM", "外贸部经理", language="en"),
    Person("chen.lx", "陈立新", ("sales",), "HZ", "业务员"),
    Person("liang.wei", "梁炜", ("sales",), "HN", "业务员"),
    Person("guo.min", "郭敏", ("sales",), "HB", "业务员"),
    Person("lin.xy", "林晓燕", ("order_desk", "executing_owner"), "DD", "订单专员"),
    Person("zhao.hai", "赵海", ("production",), "SC", "生产主管"),
    Person("qian.fang", "钱芳", ("purchasing", "decomposition_admin"), "CG", "采购与计划主管"),
    Person("luo.qiang", "罗强", ("warehouse",), "CK", "仓库主管"),
    Person("sun.qian", "孙倩", ("logistics", "service"), "WL", "物流与客服主管"),
    Person("wu.min", "吴敏", ("finance",), "CW", "财务主管"),
    Person("feng.tao", "冯涛", ("production",), "SC", "标定技师"),
    Person("han.xue", "韩雪", ("production",), "SC", "标定技师"),
    Person("zheng.jie", "郑洁", ("production",), "SC", "质检员"),
    Person("ding.lei", "丁磊", ("production",), "SC", "装配技师"),
    Person("xu.feng", "许峰", ("production",), "SC", "装配与焊接"),
    Person("gao.yu", "高宇", ("production",), "SC", "设计与软件"),
    Person("he.lin", "何琳", ("purchasing",), "CG", "采购员"),
    Person("zhou.ping", "周平", ("warehouse",), "CK", "仓管员"),
    Person("ma.chao", "马超", ("logistics",), "WL", "物流专员"),
    Person("admin", "系统管理员", ("administrator",), "HX", "管理员"),
    Person("erp.bridge", "ERP 接口", ("api_client",), "HX", "技术账号", signs_in=False),
)
HEADS = {
    "HX": "fang.zy",
    "YX": "zhou.gd",
    "HD": "shen.wan",
    "HZ": "he.jun",
    "WM": "su.lin",
    "HN": "zhou.gd",
    "HB": "zhou.gd",
    "XN": "zhou.gd",
    "DD": "lin.xy",
    "KF": "sun.qian",
    "GY": "qian.fang",
    "SC": "zhao.hai",
    "CG": "qian.fang",
    "CK": "luo.qiang",
    "WL": "sun.qian",
    "CW": "wu.min",
}
SETTINGS = {
    "mfa_roles": [],  # nobody who looks around has the telephone of 吴敏
    "company.support": "林晓燕（订单部，分机 8016）",
}


def load(at: datetime) -> tuple[dict[str, User], dict[str, Department]]:
    """Departments, people, heads and settings; gives people by sign-in name and departments by code."""
    system = queries.system_user()
    departments: dict[str, Department] = {}
    for code, name, kind, parent, is_region in DEPARTMENTS:
        above = departments[parent].pk if parent else None
        departments[code] = people.create_department(
            actor=system, code=code, name=name, kind=kind, parent_id=above, is_region=is_region, at=at
        )
    staff = {
        one.login: _hire(system, one, departments[one.department], number, at)
        for number, one in enumerate(PEOPLE, start=8001)
    }
    for code, login in HEADS.items():
        people.update_department(
            actor=system, department_id=departments[code].pk, changes={"head_id": staff[login].pk}, at=at
        )
    console.change_settings(actor=staff["admin"], values=SETTINGS, at=at)
    want_mail(False, at=at)
    return staff, departments


def want_mail(wanted: bool, *, at: datetime) -> None:
    """Whether everybody gets messages by mail: not while the past is lived through, which nobody needs to read."""
    for person in queries.active_people():
        people.update_preferences(actor=person, changes={"wants_mail": wanted}, at=at)


def _hire(system: User, person: Person, department: Department, number: int, at: datetime) -> User:
    return people.create_user(
        actor=system,
        username=person.login,
        name=person.name,
        password=PASSWORD if person.signs_in else None,
        must_change_password=False,
        email=f"{person.login}@hengxin.example" if person.signs_in else "",
        phone=f"0571-8600 {number}" if person.signs_in else "",
        job_title=person.title,
        department_id=department.pk,
        roles=person.roles,
        language=person.language,
        at=at,
    )
