"""The pages of the customer archive, through HTTP."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_cast, make_user
from customers.models import Carrier, Customer, PaymentTerm
from customers.tests.builders import make_address, make_contact, make_customer, payment_term

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def url(name, *args):
    return reverse(f"customers:{name}", args=args)


@pytest.fixture
def desk(client):
    user = make_user("order_desk")
    client.force_login(user)
    return user


def as_entered(client, name, *args):
    """What the form on a page would send back unchanged."""
    page = client.get(url(name, *args))
    form = page.context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False:
            sent[bound.html_name] = value
    if "version" in page.context:
        sent["version"] = page.context["version"]
    return sent


def test_a_rep_sees_his_own_customers_only(client):
    cast = make_cast()
    mine, other = make_customer(owner=cast.owner, name="我的衡器"), make_customer(owner=cast.stranger, name="他的天平")
    client.force_login(cast.owner)
    page = client.get(url("customer-list"))
    assert mine.name in page.text
    assert other.name not in page.text
    assert client.get(url("customer-detail", other.pk)).status_code == 404
    assert client.get(url("customer-edit", other.pk)).status_code == 404


def test_signed_out_people_are_sent_to_sign_in(client):
    assert client.get(url("customer-list")).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hzhh", True),
        ("q=华衡", True),
        ("q=33.0", True),
        ("q=无锡", False),
        ("q=&region=&kind=&department=&owner=&is_new=&is_blocked=", True),
        ("region=华中地区", True),
        ("region=华东地区", False),
        ("kind=AGENT", False),
        ("kind=END_USER", True),
        ("is_new=true", True),
        ("is_new=false", False),
        ("is_blocked=true", False),
    ],
)
def test_the_list_is_narrowed(client, desk, query, found):
    customer = make_customer(code="33.017", name="杭州华衡科技有限公司", territory="华中地区-浙江1")
    page = client.get(f"{url('customer-list')}?{query}")
    assert (customer.name in page.text) is found


def test_an_htmx_request_for_the_list_gets_the_list_alone(client, desk):
    make_customer()
    part = client.get(url("customer-list"), headers={**HTMX, "HX-Target": "list"})
    assert "<html" not in part.text
    assert 'id="foot"' in part.text


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_takes_a_constant_number_of_statements(client, desk, count, django_assert_max_num_queries):
    for _ in range(count):
        make_customer(owner=desk)
    client.get(url("customer-list"))  # a process reads once who leads whom
    with django_assert_max_num_queries(14):
        client.get(url("customer-list"))


def test_a_page_link_of_another_list_is_refused(client, desk):
    assert client.get(f"{url('customer-list')}?cursor=nonsense").status_code == 422


@pytest.mark.parametrize("tab", ["overview", "contacts", "assignments", "talk"])
def test_each_tab_of_a_customer_is_drawn_whole_and_alone(client, desk, tab):
    customer = make_customer(owner=desk)
    make_contact(customer)
    make_address(customer)
    address = f"{url('customer-detail', customer.pk)}?tab={tab}"
    assert customer.name in client.get(address).text
    part = client.get(address, headers={**HTMX, "HX-Target": "pane"})
    assert "<html" not in part.text
    assert part.status_code == 200


def test_a_customer_is_added(client, desk):
    sent = {
        "code": "33.017",
        "name": "杭州华衡科技",
        "kind": "END_USER",
        "currency": "CNY",
        "paper_language": "zh-hans",
        "payment_term": payment_term().pk,
        "territory": "华中地区-浙江1",
        "owner": desk.pk,
        "department": desk.department_id,
        "is_active": "on",
        "nonce": "n1",
    }
    answer = client.post(url("customer-new"), sent)
    customer = Customer.objects.get(code="33.017")
    assert (answer.status_code, answer.headers["Location"]) == (303, url("customer-detail", customer.pk))
    assert (customer.region, customer.owner, customer.payment_term) == ("华中地区", desk, payment_term())
    again = client.post(url("customer-new"), sent)
    assert again.status_code == 422  # the double names it before the nonce is asked


def test_a_form_with_mistakes_comes_back_with_them(client, desk):
    answer = client.post(url("customer-new"), {"code": "", "name": ""})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_double_is_named_and_added_only_when_sent_again(client, desk):
    make_customer(name="杭州（华衡）科技有限公司", code="11.111")
    sent = {
        "code": "33.017",
        "name": "杭州华衡科技",
        "kind": "END_USER",
        "currency": "CNY",
        "paper_language": "en",
        "nonce": "n2",
    }
    answer = client.post(url("customer-new"), sent)
    assert answer.status_code == 422
    assert "11.111" in answer.text
    assert not Customer.objects.filter(code="33.017").exists()
    sent["seen_doubles"] = "杭州华衡科技|"
    assert client.post(url("customer-new"), sent).status_code == 303


def test_a_customer_is_changed_with_its_version(client, desk):
    customer, payer = make_customer(owner=desk, name="旧名"), make_customer(code="90.001", name="付款方")
    sent = as_entered(client, "customer-edit", customer.pk) | {"name": "新名", "bill_to": "90.001 付款方"}
    assert client.post(url("customer-edit", customer.pk), sent).status_code == 303
    customer.refresh_from_db()
    assert (customer.name, customer.bill_to, customer.version) == ("新名", payer, 2)
    stale = client.post(url("customer-edit", customer.pk), sent | {"name": "另一个名"})
    assert stale.status_code == 409
    assert "另一个名" in stale.text
    assert "新名" in stale.text


def test_an_unknown_payer_is_named(client, desk):
    customer = make_customer(owner=desk)
    sent = as_entered(client, "customer-edit", customer.pk) | {"bill_to": "99.999"}
    answer = client.post(url("customer-edit", customer.pk), sent)
    assert answer.status_code == 422
    assert "99.999" in answer.text


def test_a_rep_finds_no_dialog_he_may_not_use(client):
    rep = make_user("sales")
    customer = make_customer(owner=rep)
    client.force_login(rep)
    for name in ("customer-assign", "customer-credit", "customer-block", "customer-unblock", "customer-merge"):
        assert client.get(url(name, customer.pk)).status_code == 403, name


def test_a_block_is_asked_for_in_a_dialog_and_on_a_page(client):
    finance, customer = make_user("finance"), make_customer()
    client.force_login(finance)
    assert "<html" in client.get(url("customer-block", customer.pk)).text
    assert "<html" not in client.get(url("customer-block", customer.pk), headers=HTMX).text
    assert client.post(url("customer-block", customer.pk), {"reason": "", "version": 1}).status_code == 422
    assert client.post(url("customer-block", customer.pk), {"reason": "拖欠", "version": 1}).status_code == 303
    customer.refresh_from_db()
    assert customer.is_blocked
    assert client.post(url("customer-unblock", customer.pk), {"version": 1}).status_code == 409  # seen before
    done = client.post(url("customer-unblock", customer.pk), {"version": 2}, headers=HTMX)
    assert "HX-Location" in done.headers


def test_that_credit_was_stopped_is_shown_only_to_who_sees_credit(client):
    customer = make_customer()
    Customer.objects.filter(pk=customer.pk).update(is_credit_stopped=True)
    for role, is_shown in (("finance", True), ("warehouse", False)):
        client.force_login(make_user(role))
        assert ("Credit stopped" in client.get(url("customer-detail", customer.pk)).text) is is_shown


def test_an_assignment_is_entered(client):
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    client.force_login(make_user("sales_manager", department=cast.department))
    sent = {"territory": "华东地区-上海", "department": cast.department.pk, "owner": cast.mate.pk, "version": 1}
    assert client.post(url("customer-assign", customer.pk), sent).status_code == 303
    customer.refresh_from_db()
    assert (customer.owner, customer.region) == (cast.mate, "华东地区")


def test_a_merged_customer_leads_to_where_it_went(client, desk):
    source, target = make_customer(), make_customer(code="90.002", name="留下的")
    sent = {"target": "90.002", "version": 1}
    preview = client.post(url("customer-merge", source.pk), sent).headers["Location"]
    assert preview == url("customer-merge-preview", source.pk, target.pk)
    assert client.get(preview).status_code == 200
    assert client.post(preview, {"version": 1}).status_code == 303
    answer = client.get(url("customer-detail", source.pk))
    assert (answer.status_code, answer.headers["Location"]) == (303, url("customer-detail", target.pk))


def test_contacts_and_addresses_are_added_changed_and_removed(client, desk):
    customer = make_customer(owner=desk)

    def send(name_of_url, *args, version, **fields):
        return client.post(url(name_of_url, customer.pk, *args), {"version": version, **fields}).status_code

    assert send("contact-new", version=1, name="王建国", phone="13812342217") == 303
    contact = customer.contacts.get()
    assert send("contact-edit", contact.pk, version=1, name="王建军") == 409  # the contact counts
    assert send("contact-edit", contact.pk, version=2, name="王建军") == 303
    assert send("contact-remove", contact.pk, version=3) == 303
    assert not customer.contacts.filter(is_active=True).exists()
    assert send("address-new", version=4, street="") == 422
    assert send("address-new", version=4, street="江南大道 588 号") == 303
    address = customer.addresses.get()
    assert client.get(url("address-edit", customer.pk, address.pk)).status_code == 200
    assert send("address-remove", address.pk, version=5) == 303


def test_the_warehouse_sees_contacts_masked_and_no_button(client):
    customer = make_customer()
    make_contact(customer, phone="13812342217")
    client.force_login(make_user("warehouse"))
    page = client.get(f"{url('customer-detail', customer.pk)}?tab=contacts")
    assert "13812342217" not in page.text
    assert url("contact-new", customer.pk) not in page.text


def test_suggestions_are_the_persons_own_and_at_most_twenty(client):
    cast = make_cast()
    for number in range(25):
        make_customer(owner=cast.owner, code=f"44.{number:03d}", name=f"苏州衡器 {number}")
    make_customer(owner=cast.stranger, code="44.900", name="苏州天平")
    client.force_login(cast.owner)
    rows = client.get(f"{url('suggest')}?q=szhq&format=json").json()["results"]
    assert len(rows) == 20
    assert {"id", "code", "name"} <= set(rows[0])
    assert client.get(f"{url('suggest')}?q=44.900&format=json").json() == {"results": []}
    assert 'role="option"' in client.get(f"{url('suggest')}?q=44.00", headers=HTMX).text


def test_columns_are_remembered(client, desk):
    make_customer(owner=desk, industry="建材")
    assert "建材" not in client.get(url("customer-list")).text
    client.post(url("customer-columns"), {"columns": ["name", "industry"], "next": "https://elsewhere.example/"})
    page = client.get(url("customer-list"))
    assert "建材" in page.text


def test_carriers_are_kept_by_logistics(client, desk):
    assert client.get(url("carrier-list")).status_code == 200
    assert client.get(url("carrier-new")).status_code == 403
    client.force_login(make_user("logistics"))
    assert client.post(url("carrier-new"), {"code": "SF", "name": "顺丰速运", "is_active": "on"}).status_code == 303
    carrier = Carrier.objects.get(code="SF")
    assert client.post(url("carrier-edit", carrier.pk), {"code": "SF", "name": ""}).status_code == 422


def test_payment_terms_are_kept_by_finance(client, desk):
    assert client.get(url("term-list")).status_code == 200
    client.force_login(make_user("finance"))
    sent = {
        "code": "X5050",
        "name": "预付 50 %",
        "is_active": "on",
        "rows-TOTAL_FORMS": "2",
        "rows-INITIAL_FORMS": "0",
        "rows-0-percent": "50",
        "rows-0-basis": "ORDER",
        "rows-0-days": "0",
        "rows-0-control": "NONE",
        "rows-0-allowed_shortfall": "0",
        "rows-1-percent": "40",
        "rows-1-basis": "SHIP",
        "rows-1-days": "0",
        "rows-1-control": "NONE",
        "rows-1-allowed_shortfall": "0",
    }
    assert client.post(url("term-new"), sent).status_code == 422
    assert client.post(url("term-new"), sent | {"rows-1-percent": "50"}).status_code == 303
    term = PaymentTerm.objects.get(code="X5050")
    assert client.get(url("term-edit", term.pk)).status_code == 200
    assert [row.percent for row in term.rows.all()] == [50, 50]


def test_the_palette_finds_customers_by_initials_within_what_a_person_sees(client):
    from common.search import find

    cast = make_cast()
    make_customer(owner=cast.owner, name="苏州衡器")
    make_customer(owner=cast.stranger, name="苏州衡器二厂")
    titles = [hit.title for _group, hits in find(cast.owner, "szhq") for hit in hits]
    assert titles == ["苏州衡器"]


def test_comments_follow_the_right_to_see_the_customer(client):
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    address = reverse("accounts:comments", args=["customers.customer", customer.pk])
    client.force_login(cast.owner)
    assert client.get(address).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 404


def test_finance_keeps_currencies_and_their_rates(client, desk):
    assert client.get(url("currency-list")).status_code == 200
    assert client.get(url("rate-new", "USD")).status_code == 403
    client.force_login(make_user("finance"))
    assert client.post(url("currency-new"), {"code": "thb", "name": "泰铢", "symbol": "฿"}).status_code == 303
    assert client.post(url("currency-new"), {"code": "THB", "name": "x", "symbol": "x"}).status_code == 422
    edited = {"name": "泰国铢", "symbol": "฿", "is_active": "on", "version": "1"}
    assert client.post(url("currency-edit", "THB"), edited).status_code == 303
    assert client.post(url("currency-edit", "THB"), edited | {"name": "旧"}).status_code == 409
    assert client.post(url("rate-new", "THB"), {"valid_from": "2026-01-05", "rate": "0.2031"}).status_code == 303
    assert client.post(url("rate-new", "THB"), {"valid_from": "2026-01-05", "rate": "0"}).status_code == 422
    assert "0.2031" in client.get(url("currency-list")).text
    assert "0.2031" in client.get(url("currency-detail", "THB")).text
    assert client.get(url("currency-detail", "XXX")).status_code == 404


def test_seeded_names_are_shown_in_the_readers_language(client):
    client.force_login(make_user("finance", language="zh-hans"))
    assert "货到付款" in client.get(url("term-list")).text
    assert "美元" in client.get(url("currency-list")).text
    client.force_login(make_user("finance"))
    assert "Cash on delivery" in client.get(url("term-list")).text


def test_a_customer_has_somebody_else_who_receives(client, desk):
    receiver, customer = make_customer(name="收货厂"), make_customer(owner=desk)
    sent = as_entered(client, "customer-edit", customer.pk) | {"ship_to": receiver.code}
    assert client.post(url("customer-edit", customer.pk), sent).status_code == 303
    assert "收货厂" in client.get(url("customer-detail", customer.pk)).text


def test_payment_terms_are_listed_with_their_plan_and_their_history(client):
    client.force_login(make_user(roles=["finance", "administrator"]))
    page = client.get(url("term-list"))
    assert "30 % in advance" in page.text
    assert url("term-edit", payment_term("COD").pk) in page.text
    trail = reverse("accounts:audit", args=["customers.paymentterm", payment_term("COD").pk])
    assert trail in page.text
    assert client.get(trail).status_code == 200
    assert "MONTHLY60" in client.get(url("term-list"), {"q": "60"}).text
    assert "COD" not in client.get(url("term-list"), {"q": "60"}).text.split("<tbody>")[1]
