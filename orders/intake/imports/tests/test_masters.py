"""Everything a company knows of its orders, customers and products comes along."""

from datetime import date
from decimal import Decimal

import pytest

from customers.models import Contact, Customer
from customers.tests.builders import make_customer
from orders.intake.imports.tests.builders import bring_in, broken_invariants, dry_run, issues, profile, write_files
from orders.order.models import Order
from products.catalogue.models import Product, ProductCategory, Substitute, Supplier

pytestmark = pytest.mark.django_db


def masters(files, *sections):
    named = "\n".join(f'{name} = "{name}.csv"' for name in files)
    return f'[profile]\nname = "small"\n[files]\n{named}\n' + "\n".join(sections)


def section(entity, **fields):
    lines = "\n".join(f'{name} = "{column}"' for name, column in fields.items())
    return f'[{entity}]\nfile = "{entity}"\n[{entity}.fields]\n{lines}\n'


def write(folder, **contents):
    for name, content in contents.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return [folder / f"{name}.csv" for name in contents]


@pytest.mark.parametrize("mode", ["open", "history", "drafts"])
def test_parties_papers_and_marks_of_an_order(tmp_path, mode):
    make_customer(code="PAY")
    names = {
        "bill_to": "PAY",
        "ship_to": "02.001",
        "agent": "PAY",
        "ship_recipient": "王工",
        "ship_phone": "138",
        "delivery_method": "PICK_UP",
        "invoice_kind": "SPECIAL",
        "invoice_title": "正和",
        "invoice_tax_number": "91330",
        "form": "WRITTEN",
        "source_document": "CONTRACT",
        "contract_terms": "30 % first",
        "contract_state": "SIGNED",
        "contract_signed_date": "2026-10-30",
    }
    marks = {"logo": "ZH", "colour": "red", "packaging": "wood", "special_requirements": "IP68"}
    orders = f"no,customer,date,{','.join(names)}\nA1,11.001,2026-11-01,{','.join(names.values())}\n"
    lines = f"no,pos,product,qty,price,rate,{','.join(marks)}\nA1,1,P1,2,113,0.13,{','.join(marks.values())}\n"
    fields = {
        "order_fields": "\n".join(f'{name} = "{name}"' for name in names),
        "line_fields": "\n".join(f'{name} = "{name}"' for name in marks),
    }
    bring_in(write_files(tmp_path, orders=orders, lines=lines), profile(mode, more="", **fields))
    order = Order.objects.get()
    assert (order.bill_to.code, order.ship_to.code, order.agent.code) == ("PAY", "02.001", "PAY")
    plain = {name: str(getattr(order, name)) for name in names if name not in ("bill_to", "ship_to", "agent")}
    assert plain == {name: names[name] for name in plain}
    line = order.lines.get()
    assert {name: getattr(line, name) for name in marks} == marks
    assert not broken_invariants()


def test_a_party_that_is_not_known_is_reported_and_left_out(tmp_path):
    orders = "no,customer,date,ship,payer\nA1,11.001,2024-03-05,,NOBODY\n"
    text = profile(order_fields='bill_to = "payer"')
    run = bring_in(write_files(tmp_path, orders=orders, lines="no,pos,product,qty,price,rate\nA1,1,P1,1,1,0\n"), text)
    assert ("orders", "unknown_code", 2) in issues(run)
    assert Order.objects.get().bill_to is None


CUSTOMERS = (
    "code,name,group,payer,limit,days,until,likes,active\n"
    "H,Holding,H,,1000.5,10,2027-01-31,wood,是\n"
    "M,Member,H,H,,,,,\n"
    "G,Grandchild,M,X,,,,,否\n"
)


def test_customers_with_groups_payers_credit_and_what_they_like(tmp_path):
    make_customer(code="X")
    text = masters(
        ["customers"],
        section(
            "customers", code="code", name="name", group="group", bill_to="payer", credit_limit="limit",
            credit_days_overdue="days", credit_valid_until="until", preferences="likes", is_active="active",
        ),
    )  # fmt: skip
    run = bring_in(write(tmp_path, customers=CUSTOMERS), text)
    head, member, child = (Customer.objects.get(code=code) for code in "HMG")
    assert (head.group, head.credit_limit, head.credit_days_overdue) == (None, Decimal("1000.50"), 10)
    assert (head.credit_valid_until, head.preferences) == (date(2027, 1, 31), "wood")
    assert (member.group, member.bill_to) == (head, head)
    assert (child.group, child.bill_to.code, child.is_active) == (None, "X", False)
    assert ("customers", "not_a_head", 4) in issues(run)
    assert not broken_invariants()


def test_several_contacts_and_addresses_of_new_and_known_customers(tmp_path):
    there = make_customer(code="X")
    Contact.objects.create(customer=there, name="Old", phone="1", is_default=True)
    files = write(
        tmp_path,
        customers="code,name\nN,New\n",
        contacts="customer,name,phone,main\nN,Ann,11,\nN,Bob,12,是\nX,Old,1,\nX,Cid,13,是\nQ,Dee,14,\n",
        addresses="customer,city,street\nN,杭州,一路\nN,上海,二路\nX,宁波,三路\n",
    )
    text = masters(
        ["customers", "contacts", "addresses"],
        section("customers", code="code", name="name"),
        section("contacts", customer="customer", name="name", phone="phone", is_default="main"),
        section("addresses", customer="customer", city="city", street="street"),
    )
    run = bring_in(files, text)
    new = Customer.objects.get(code="N")
    assert list(new.contacts.values_list("name", "is_default")) == [("Bob", True), ("Ann", False)]
    assert list(there.contacts.values_list("name", "is_default")) == [("Old", True), ("Cid", False)]
    assert list(new.addresses.values_list("street", "is_default")) == [("一路", True), ("二路", False)]
    assert {("contacts", "known_already", 4), ("contacts", "orphan", 6)} <= set(issues(run))
    again = bring_in(files, text.replace("[files]", 'title = "again"\n[files]'))
    assert again.summary["rows"]["contacts"]["taken"] == 0
    assert Contact.objects.count() == 4


def test_products_with_suppliers_successors_and_substitutes(tmp_path):
    maker = Supplier.objects.create(code="S1", name="Maker")
    files = write(
        tmp_path,
        products="code,name,supplier,pack,least,floor,next\nA,a,maker,10,20,5.5,B\nB,b,S1,,,,\nC,c,Nobody,,,,D\nD,d,,,,,C\n",
        substitutes="product,other,rank,ratio\nA,B,1,2\nA,B,2,3\nA,A,1,1\nB,C,,\n",
    )
    text = masters(
        ["products", "substitutes"],
        section(
            "products", code="code", name="name", supplier="supplier", pack_multiple="pack", minimum_quantity="least",
            floor_price="floor", successor="next",
        ),
        section("substitutes", product="product", substitute="other", priority="rank", ratio="ratio"),
    )  # fmt: skip
    run = bring_in(files, text)
    first = Product.objects.get(code="A")
    assert (first.supplier, first.pack_multiple, first.minimum_quantity, first.floor_price) == (maker, 10, 20, 5.5)
    assert first.successor.code == "B"
    assert set(Product.objects.filter(code__in="CD").values_list("successor", "supplier")) == {(None, None)}
    assert list(Substitute.objects.values_list("product__code", "substitute__code", "priority", "ratio")) == [
        ("A", "B", 1, 2),
        ("B", "C", 1, 1),
    ]
    assert {
        ("products", "leads_back", 4),
        ("products", "leads_back", 5),
        ("products", "unknown_code", 4),
        ("substitutes", "repeated", 3),
        ("substitutes", "for_itself", 4),
    } <= set(issues(run))


def test_categories_whose_names_cannot_be_codes_get_codes_of_their_own(tmp_path):
    long = "Scales and balances for laboratories, "
    names = ["Meat/Poultry", "Meat-Poultry", "new", f"{long}first", f"{long}second"]
    lines = "".join(f'P{n},Thing {n},"{name}"\n' for n, name in enumerate(names))
    paths = write(tmp_path, products=f"code,name,category\n{lines}")
    bring_in(paths, masters(["products"], section("products", code="code", name="name", category="category")))
    found = dict(Product.objects.order_by("code").values_list("category__name", "category__code"))
    assert list(found) == names
    assert len(set(found.values())) == 5
    assert found["Meat/Poultry"].startswith("Meat-Poultry")
    assert (found["new"], ProductCategory.objects.count()) == ("category", 5)


def test_a_file_of_masters_alone_needs_no_right_to_take_over(tmp_path):
    from accounts.tests.builders import make_user

    text = masters(["customers"], section("customers", code="code", name="name"))
    run = dry_run(write(tmp_path, customers="code,name\nN,New\n"), text, actor=make_user("order_desk"))
    assert run.state == "CHECKED"
