"""Mails taken apart: charsets, HTML, forwarded, automatic, hostile; and rows recognised in tables and texts."""

import io
from email import message_from_bytes
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from openpyxl import Workbook

from orders.intake.mailbox import parsing, recognising, tables


def letter(text="", subject="订单", sender="王建国 <wang@works.example>", files=(), subtype="plain", charset="utf-8"):
    """A mail as bytes."""
    body = MIMEText(text, subtype, charset)
    mail = MIMEMultipart() if files else body
    if files:
        mail.attach(body)
    for name, data in files:
        part = MIMEApplication(data)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        mail.attach(part)
    name, _, address = sender.rpartition(" ")
    mail["From"] = f"{Header(name, charset).encode()} {address}" if name else sender
    mail["Subject"] = Header(subject, charset)
    mail["Message-ID"] = "<1@works.example>"
    mail["Date"] = "Fri, 20 Nov 2026 10:00:00 +0800"
    return mail.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312"])
def test_chinese_in_every_charset(charset):
    found = parsing.parse(letter("订货二十台", charset=charset, subject="采购"))
    assert (found.text, found.subject) == ("订货二十台", "采购")
    assert (found.sender, found.sender_mail) == ("王建国", "wang@works.example")


def test_a_charset_that_lies_and_heads_in_raw_bytes_are_read_all_the_same():
    head = "From: 张三 <zhang@works.example>\r\nSubject: 采购订单\r\nContent-Type: text/plain; charset=utf-8"
    raw = f"{head}\r\n\r\n数量二十".encode("gb18030")
    found = parsing.parse(raw)
    assert (found.sender, found.subject, found.text) == ("张三", "采购订单", "数量二十")


def test_html_alone_becomes_text_with_its_table():
    html = (
        "<html><head><style>p{color:red}</style></head><body><p>您好<br>请安排</p><table>"
        "<tr><th>物料编码</th><th>数量</th><th>单价</th></tr>"
        "<tr><td><p>01.2.02.318-101</p></td><td>20 台</td><td>¥1,280.00</td></tr>"
        "<tr><td>合计</td><td>20</td><td></td></tr></table><script>alert(1)</script></body></html>"
    )
    found = parsing.parse(letter(html, subtype="html"))
    assert "alert" not in found.text and "color" not in found.text and "您好\n请安排" in found.text
    table, _above = recognising.of_table([line.split("\t") for line in found.text.split("\n")])
    assert table.split("\n")[:2] == ["物料编码\t数量\t单价", "01.2.02.318-101\t20 台\t¥1,280.00"]


def test_files_keep_their_names_and_small_logos_are_left():
    raw = letter("x", files=[("采购单.xlsx", b"PK\3\4"), ("winmail.dat", b"\x78\x9f")])
    assert [name for name, _data in parsing.parse(raw).files] == ["采购单.xlsx", "winmail.dat"]


def test_a_forwarded_mail_says_who_wrote_it():
    text = "请处理\n\n-----原始邮件-----\n发件人: 李四 [mailto:li@works.example]\n主题: 采购"
    found = parsing.parse(letter(text, subject="转发：采购", sender="chen@own.example"))
    assert (found.sender_mail, found.original) == ("chen@own.example", "li@works.example")
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "chen@own.example", "see below"
    outer.attach(MIMEMessage(message_from_bytes(letter("in", sender="li@works.example"))))
    assert parsing.parse(outer.as_bytes()).original == "li@works.example"


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("Auto-Submitted: auto-replied", "reply"),
        ("Auto-Submitted: no", ""),
        ("X-Autoreply: yes", "reply"),
        ("Precedence: bulk", "bulk"),
        ("Return-Path: <>", "bounce"),
        ("Content-Type: multipart/report; boundary=x", "bounce"),
        ("X-Loop: orders@own.example", "loop"),
        ("X-Mailer: Foxmail", ""),
    ],
)
def test_what_a_machine_wrote_is_known(head, why):
    raw = f"From: a@works.example\r\n{head}\r\n\r\nhello".encode()
    assert parsing.parse(raw, frozenset({"orders@own.example"})).automatic == why


def test_our_own_address_is_a_loop_and_a_mail_server_a_bounce():
    own = frozenset({"orders@own.example"})
    assert parsing.parse(b"From: Orders <Orders@own.example>\r\n\r\nx", own).automatic == "loop"
    assert parsing.parse(b"From: MAILER-DAEMON@mx.example\r\n\r\nx", own).automatic == "bounce"


def test_the_same_mail_by_two_ways_is_one_and_another_with_its_number_is_another():
    one = letter("twenty")
    assert parsing.parse(b"Received: by mx2\r\n" + one).fingerprint == parsing.parse(one).fingerprint
    assert parsing.parse(letter("forty")).fingerprint != parsing.parse(one).fingerprint


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"From:\r\nSubject: =?utf-8?B?!!!?=\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--",
        b"Content-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 900,
        b"From: " + b"a" * 100_000 + b"@x.example\r\n\r\n<" + b"<div" * 50_000,
        b"Content-Disposition: attachment; filename*=utf-8''%ZZ%00../../etc/passwd\r\n\r\nx",
    ],
)
def test_broken_and_hostile_mails_do_not_raise_and_do_not_grow(raw):
    found = parsing.parse(raw)
    assert len(found.text) <= parsing.LONGEST_TEXT and len(found.files) <= parsing.MOST_FILES
    assert "\0" not in found.text + found.subject + found.sender


def test_the_head_of_the_lines_is_found_below_what_stands_above_it():
    table, above = recognising.of_table(
        [
            ["宁波衡器厂采购订单", "", ""],
            ["订单编号：", "PO-7781", "交货日期：2026年12月8日"],
            ["序号", "料号", "品名（中文）", "数量(台)", "含税单价", "备注"],
            ["1", "KH-7", "四传感器套件", "1,200", "￥85.80", "红\t色"],
        ]
    )
    assert table.split("\n")[1:] == ["1\tKH-7\t四传感器套件\t1,200\t￥85.80\t红 色"]
    assert above == {"customer_po_number": "PO-7781", "requested_date": "2026-12-08"}
    assert recognising.of_table([["Could you", "send us"], ["twenty", "of them"]]) == ("", {})


def test_workbooks_and_csv_in_chinese_charsets_are_read_in_the_child_and_broken_ones_are_left():
    book = Workbook()
    book.active.append(["产品代码", "数量", "交期"])
    book.active.append(["01.2.02.318-101", 20, "2026-12-08"])
    packed = io.BytesIO()
    book.save(packed)
    csv = "物料编码,名称,订购数量\n02.1.03.022,仪表,4\n".encode("gb18030")
    others = [("b.csv", csv), ("c.xlsx", b"PK\3\4broken"), ("d.pdf", b"%PDF-")]
    found, _said = tables.read([("采购单.xlsx", packed.getvalue()), *others])
    assert found == [
        "产品代码\t数量\t交期\n01.2.02.318-101\t20\t2026-12-08",
        "物料编码\t名称\t订购数量\n02.1.03.022\t仪表\t4",
    ]
