"""Order lines out of pasted text: running text line by line, tables by heads and by content. Pure."""

from datetime import date

import pytest

from orders.entry.pasting import days, tables

TODAY = date(2026, 11, 22)  # a Sunday


def read(text):
    """(words, quantity, unit, price, day) of each row."""
    rows, _left_out = tables.read(text, TODAY)
    return [
        (row.words, *(row.cells.get(name, "") for name in ("quantity", "price", "requested_date")), row.unit)
        for row in rows
    ]


LINES = [
    ("02.01.003 称重传感器 5t 10只", ("02.01.003 称重传感器 5t", "10", "", "", "只")),
    ("YZC-320C 3 个, 12月10日前", ("YZC-320C", "3", "", "2026-12-10", "个")),
    ("1. 02.1.03.022 DBS数字传感器 40只 单价1280元", ("02.1.03.022 DBS数字传感器", "40", "1280", "", "只")),
    ("2、DS1铝合金-6　本源30T桥式　12", ("DS1铝合金-6 本源30T桥式", "12", "", "", "")),
    ("XSB-2000 台式　4 台", ("XSB-2000 台式", "4", "", "", "台")),
    ("传感器 20吨 柱　16", ("传感器 20吨 柱", "16", "", "", "")),
    ("请发10个YZC-320C,谢谢", ("YZC-320C", "10", "", "", "个")),
    ("要十只02.1.03.024", ("02.1.03.024", "10", "", "", "只")),
    ("DS3 数字仪表 壁挂式 二十五台", ("DS3 数字仪表 壁挂式", "25", "", "", "台")),
    ("称重显示器 BY-A12 两台 12/10前", ("称重显示器 BY-A12", "2", "", "2026-12-10", "台")),
    ("BY-A12 x 5 @1330", ("BY-A12", "5", "1330", "", "")),
    ("BY-A12*3", ("BY-A12", "3", "", "", "")),
    ("10 pcs of YZC-320C by 10 Dec", ("YZC-320C", "10", "", "2026-12-10", "pcs")),
    ("DBS 30T qty 12, USD 45.5/pc, due 2026-12-05", ("DBS 30T", "12", "45.5", "2026-12-05", "")),
    ("电缆 100米", ("电缆", "100", "", "", "米")),
    ("①连接件(压头压垫)40T 12套", ("连接件(压头压垫)40T", "12", "", "", "套")),
    ("02.1.03.002 12", ("02.1.03.002", "12", "", "", "")),
    ("- OCS-5 吊秤仪表 无线 大屏 3台 下周五", ("OCS-5 吊秤仪表 无线 大屏", "3", "", "2026-11-27", "台")),
    ("3台 OCS-5 吊秤仪表 月底到货", ("OCS-5 吊秤仪表", "3", "", "2026-11-30", "台")),
    ("ZSF 模拟传感器 衡远-20T-柱式 ¥705/只 8只", ("ZSF 模拟传感器 衡远-20T-柱式", "8", "705", "", "只")),
    ("称重模块 数量：6 交期：2026年12月8日", ("称重模块", "6", "", "2026-12-08", "")),
    ("采购：传感器支架 4套", ("传感器支架", "4", "", "", "套")),
    ("数字传感器30T柱式118只共计150000元", ("数字传感器30T柱式", "118", "", "", "只")),
    ("YZC320C 5只装 2箱", ("YZC320C 5只装", "2", "", "", "箱")),
    ("4线制传感器 6只 明天要", ("4线制传感器", "6", "", "2026-11-23", "只")),
    ("WH-A08 吊秤 1t 一台", ("WH-A08 吊秤 1t", "1", "", "", "台")),
    ("QTY: 20 BX-12 12-Dec-2026", ("BX-12", "20", "", "2026-12-12", "")),
    ("还要 ZSF模拟传感器 １，２００只", ("ZSF模拟传感器", "1200", "", "", "只")),
    ("接线盒 JXH-4 防爆", ("接线盒 JXH-4 防爆", "", "", "", "")),
]


@pytest.mark.parametrize(("line", "said"), LINES, ids=[line for line, _said in LINES])
def test_a_line_of_running_text(line, said):
    assert read(line) == [said]


def test_several_products_in_one_line_are_several_rows():
    assert read("需要DBS传感器20T桥式 2 只 + 连接件 40T 3套") == [
        ("DBS传感器20T桥式", "2", "", "", "只"),
        ("连接件 40T", "3", "", "", "套"),
    ]


def test_a_mail_loses_its_greetings_and_a_day_alone_holds_for_all_rows():
    text = "您好，请安排:\n02.1.03.002 12只\n02.1.03.004 30只 12月20日\n12月15日前到货\n谢谢！"
    rows, left_out = tables.read(text, TODAY)
    assert [row.cells["requested_date"] for row in rows] == ["2026-12-15", "2026-12-20"]
    assert left_out == ["您好，请安排:", "谢谢！"]
    assert all(row.raw in text for row in rows), "each row keeps its own words"


def test_a_table_in_a_mail_takes_its_head_for_a_head_and_the_lines_around_it_for_lines():
    table = "产品代码\t名称\t数量\n02.1.1\t传感器\t10\n02.1.2\t仪表\t5\n合计\t\t15"
    text = f"您好，请安排:\n02.1.9 10只\n{table}\n另外 YZC-320C 3 个\n12月15日前到货\n谢谢！"
    rows, left_out = tables.read(text, TODAY)
    assert [(row.codes[0], row.cells["quantity"]) for row in rows] == [
        *(("02.1.9", "10"), ("02.1.1", "10"), ("02.1.2", "5"), ("YZC-320C", "3"))
    ]
    assert {row.cells["requested_date"] for row in rows} == {"2026-12-15"}
    assert left_out == ["您好,请安排:", "合计 15", "谢谢!"]
    rows, left_out = tables.read("您好，请安排:\n产品代码 数量\n02.1.1 10只\n02.1.2 5只\n谢谢！", TODAY)
    assert ([row.codes[0] for row in rows], left_out) == (["02.1.1", "02.1.2"], ["您好，请安排:", "谢谢！"])


TABLES = [
    (
        "产品代码\t名称\t数量\t单价\t交期\n02.1.1\t传感器\t10\t1,280.00\t12-10\n02.1.2\t仪表\t5\t100\t2026/12/11\n合计\t\t15\t\t",
        [("传感器", "10", "1280.00", "2026-12-10", ""), ("仪表", "5", "100", "2026-12-11", "")],
    ),
    (
        "1\t02.1.03.022\tDBS 数字传感器\t40\t只\t1280\t51200\n2\t01.2.15.006\tDS3\t14\t台\t2360\t33040",
        [("DBS 数字传感器", "40", "1280", "", "只"), ("DS3", "14", "2360", "", "台")],
    ),
    (
        "DBS 数字传感器\t10只\nDS3 数字仪表\t3台",
        [("DBS 数字传感器", "10", "", "", "只"), ("DS3 数字仪表", "3", "", "", "台")],
    ),
    (
        "序号   品名   规格型号   数量   单价\n1   DBS数字传感器   本原-30T   40   1280\n2   DS3   壁挂式   14   2360",
        [("DBS数字传感器 本原-30T", "40", "1280", "", ""), ("DS3 壁挂式", "14", "2360", "", "")],
    ),
    (
        "Item\tDescription\tQty (pcs)\tUnit price\tDue\nA-100\tLoad cell\t3\t$45.50\t10 Dec 2026",
        [("Load cell", "3", "45.50", "2026-12-10", "")],
    ),
]


@pytest.mark.parametrize(("text", "said"), TABLES, ids=["heads", "content", "names", "mail", "english"])
def test_a_table(text, said):
    assert read(text) == said


def codes(text):
    return [row.codes[0] for row in tables.read(text, TODAY)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "02.1.1\t3\n02.1.2\t4",
        "序号\t数量（只）\t物料编码\n1\t3\t02.1.1\n2\t4\t02.1.2",
        "| 物料 | 数量 | 备注 |\n|---|---|---|\n| 02.1.1 | 3 | 急 |\n| 02.1.2 | 4 |  |",
        "编码,名称,数量\n02.1.1,传感器,3\n02.1.2,仪表,4",
        "编码;数量\n02.1.1;3\n02.1.2;4",
        "采购清单\t\t\n物料编码\t品名\t数量(只)\n02.1.1\t\t3\n02.1.2\t\t4",
        '产品代码\t数量\n"02.1.1"\t3\n02.1.2\t4',
    ],
)
def test_columns_are_found_wherever_they_stand(text):
    assert codes(text) == ["02.1.1", "02.1.2"]
    assert [row.cells["quantity"] for row in tables.read(text, TODAY)[0]] == ["3", "4"]


def test_numbers_alone_are_codes_and_quantities():
    assert codes("10023\t5\n10024\t7") == ["10023", "10024"]


def test_what_cannot_be_read_stays_in_its_cell():
    (row,) = tables.read("产品代码\t数量\t交期\n02.1.1\tthree\tsoon", TODAY)[0]
    assert row.cells == {"quantity": "three", "requested_date": "soon"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3月5日", "2027-03-05"),
        ("10月1日", "2026-10-01"),
        ("2027.1.5", "2027-01-05"),
        ("周三", "2026-11-25"),
        ("下月底", "2026-12-31"),
        ("2月30日", None),
        ("Dec 3rd", "2026-12-03"),
    ],
)
def test_days_as_people_write_them(text, day):
    found = days.take(text, TODAY)[1]
    assert (found.isoformat() if found else None) == day
