"""Departments and the fourteen people of the demo company, with all shipped roles among them."""

from dataclasses import dataclass
from datetime import datetime

from accounts.people import operations, queries
from accounts.people.models import Department, User
from accounts.roles.verbs import RoleCode
from common.models import Setting

Kind = Department.Kind

# code, name, kind, parent, head, is a region
DEPARTMENTS = (
    ("HX", "衡信仪表", Kind.MANAGEMENT, "", "chenguodong", False),
    ("XS", "销售中心", Kind.SALES, "HX", "linhaitao", False),
    ("XS-HZ", "华中地区", Kind.SALES, "XS", "", True),
    ("XS-HD", "华东地区", Kind.SALES, "XS", "", True),
    ("XS-HB", "华北地区", Kind.SALES, "XS", "", True),
    ("XS-HN", "华南地区", Kind.SALES, "XS", "", True),
    ("XS-GJ", "国际贸易部", Kind.SALES, "XS", "", True),
    ("DD", "订单管理部", Kind.ORDER_DESK, "HX", "liufang", False),
    ("GY", "供应链中心", Kind.SUPPLY_CHAIN, "HX", "zhengjianjun", False),
    ("GY-SC", "生产部", Kind.PRODUCTION, "GY", "zhengjianjun", False),
    ("GY-CG", "采购部", Kind.PURCHASING, "GY", "fengjuan", False),
    ("GY-CC", "仓储部", Kind.WAREHOUSE, "GY", "heyong", False),
    ("GY-WL", "物流部", Kind.LOGISTICS, "GY", "xuming", False),
    ("CW", "财务部", Kind.FINANCE, "HX", "huangmei", False),
    ("KF", "客户服务部", Kind.SERVICE, "HX", "machao", False),
)

# sign-in name, name, post, department, roles
PEOPLE = (
    ("chenguodong", "陈国栋", "总经理", "HX", (RoleCode.EXECUTIVE,)),
    ("zhoumin", "周敏", "系统管理员", "HX", (RoleCode.ADMINISTRATOR,)),
    ("linhaitao", "林海涛", "销售总监", "XS", (RoleCode.SALES_MANAGER,)),
    ("wangxiaoyan", "王晓燕", "业务员", "XS-HZ", (RoleCode.SALES,)),
    ("liqiang", "李强", "业务员", "XS-HD", (RoleCode.SALES,)),
    ("zhanglihua", "张丽华", "业务员", "XS-HB", (RoleCode.SALES,)),
    ("liufang", "刘芳", "订单专员", "DD", (RoleCode.ORDER_DESK,)),
    ("sunwei", "孙伟", "订单执行责任人", "DD", (RoleCode.EXECUTING_OWNER, RoleCode.DECOMPOSITION_ADMIN)),
    ("zhengjianjun", "郑建军", "生产部部长", "GY-SC", (RoleCode.DEPARTMENT_HEAD, RoleCode.PRODUCTION)),
    ("fengjuan", "冯娟", "采购员", "GY-CG", (RoleCode.PURCHASING,)),
    ("heyong", "何勇", "仓库管理员", "GY-CC", (RoleCode.WAREHOUSE,)),
    ("xuming", "徐明", "物流专员", "GY-WL", (RoleCode.LOGISTICS,)),
    ("huangmei", "黄梅", "财务主管", "CW", (RoleCode.FINANCE,)),
    ("machao", "马超", "客服工程师", "KF", (RoleCode.SERVICE,)),
)

# region of a territory text -> who looks after it; the region is the company's, not geography
OWNERS = {
    "华中地区": "wangxiaoyan",
    "华东地区": "liqiang",
    "华北地区": "zhanglihua",
    "华南地区": "zhanglihua",
    "国际贸易部": "liqiang",
}


@dataclass(frozen=True)
class Staff:
    """People and departments by their short names."""

    people: dict[str, User]
    departments: dict[str, Department]

    def __getitem__(self, username: str) -> User:
        return self.people[username]

    def region(self, name: str) -> Department:
        return next(row for row in self.departments.values() if row.name == name)


def build(at: datetime, password: str) -> Staff:
    """Make the tree and the people; everybody signs in with ``password``.

    A newcomer tries all roles one after the other, so the second factor is off here; a company leaves the
    setting ``mfa_roles`` as shipped.
    """
    system = queries.system_user()
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    departments: dict[str, Department] = {}
    for code, name, kind, parent, _head, is_region in DEPARTMENTS:
        departments[code] = operations.create_department(
            actor=system,
            code=code,
            name=name,
            kind=kind,
            parent_id=departments[parent].pk if parent else None,
            is_region=is_region,
            at=at,
        )
    people: dict[str, User] = {}
    for username, name, post, department, roles in PEOPLE:
        people[username] = operations.create_user(
            actor=system,
            username=username,
            name=name,
            job_title=post,
            email=f"{username}@hengxin.example",
            department_id=departments[department].pk,
            roles=roles,
            password=password,
            must_change_password=False,
            at=at,
        )
    for code, _name, _kind, _parent, head, _is_region in DEPARTMENTS:
        if head:
            operations.update_department(
                actor=system, department_id=departments[code].pk, changes={"head_id": people[head].pk}, at=at
            )
    return Staff(people, departments)
