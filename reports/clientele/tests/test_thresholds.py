"""The company's own thresholds: lists and sentences follow them, nonsense is refused, effects come first."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.people import queries as people
from accounts.tests.builders import AT, make_user
from common import clock, errors, settings
from common.models import Setting
from customers.tests.builders import make_customer
from orders.tests.builders import make_effective, make_order_cast
from reports.clientele import churn_papers, effect, operations, rhythm, thresholds, worth_papers
from reports.clientele.rhythm import Signal
from reports.clientele.tests.worlds import TODAY, ordered, pattern
from reports.clientele.thresholds import FIGURES, SETTING, SHIPPED, Thresholds
from reports.standard import queries as standard
from reports.standard.reports import Wanted

pytestmark = pytest.mark.django_db
PAGE = "/admin/customer-thresholds/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def like(cast):
    return pattern(make_effective(cast.owner))


@pytest.fixture
def monthly(cast, like):
    """Orders every 30 days, the last 50 days ago: late by one and a half intervals, not by two."""
    buyer = make_customer(owner=cast.owner, name="Monthly", short_name="Monthly")
    for number in (50, 80, 110):
        ordered(like, buyer, TODAY - timedelta(days=number))
    return buyer


@pytest.fixture
def five(cast, like):
    """A bought for 500 … E for 100, all on one day and once."""
    for place, name in enumerate("ABCDE"):
        ordered(like, make_customer(owner=cast.owner, name=name, short_name=name), TODAY, 100 * (5 - place))


def keep(**figures):
    operations.save_thresholds(actor=make_user("administrator"), wanted=Thresholds(**figures), at=AT)
    settings.forget()


def wanted(by, actor=None):
    return Wanted(actor or people.system_user(), TODAY, TODAY - timedelta(days=364), TODAY, by=by, top=50)


def churn(by):
    return churn_papers.make(wanted(by))


def meanings(paper):
    return " ".join(str(one.meaning) for one in paper.definitions)


def key_customers():
    paper = worth_papers.make(wanted("classes"))
    counts = {row.key: row.cells[1] for row in paper.rows}
    return sum(counts[code] for code in ("key", "keep", "develop", "win-back"))


def test_a_customer_is_late_by_the_companys_intervals(monthly):
    assert [row.cells[0] for row in churn("late").rows] == ["Monthly"]
    keep(late=D(2))
    assert not churn("late").rows
    assert [row.cells[0] for row in churn("steady").rows] == ["Monthly"]
    keep(late=D("1.5"), leaving=D("1.6"))
    assert [row.cells[0] for row in churn("leaving").rows] == ["Monthly"]
    keep(grace=21)  # 20 days over: nothing is said yet
    assert not churn("late").rows


def test_falling_goes_by_the_companys_percent(cast, like):
    buyer = make_customer(owner=cast.owner, name="Less", short_name="Less")
    for number, amount in ((10, 80), (400, 100)):
        ordered(like, buyer, TODAY - timedelta(days=number), amount)
    assert not churn("falling").rows
    keep(fall=20)
    assert [row.cells[0] for row in churn("falling").rows] == ["Less"]


def test_one_customer_alone_is_judged_as_in_the_list():
    days = tuple(date(2026, 1, 1) + timedelta(days=30 * n) for n in range(3))
    mine = rhythm.rhythm(days, days[-1] + timedelta(days=50))
    assert mine.signal(3, 100, 100) is Signal.LATE
    assert mine.signal(3, 100, 100, Thresholds(late=D(2))) is Signal.STEADY
    assert mine.signal(3, 100, 100, Thresholds(leaving=D("1.6"))) is Signal.LEAVING
    assert mine.signal(3, 100, 100, Thresholds(grace=21)) is Signal.STEADY
    assert mine.signal(3, 90, 100, Thresholds(grace=21, fall=10)) is Signal.FALLING


def test_scores_are_high_from_where_the_company_says(five):
    assert key_customers() == 2
    keep(high=3)
    assert key_customers() == 3
    keep(scores=2, high=2)
    assert key_customers() == 2  # E, D, C in the lower of two groups
    keep(scores=6, high=6)
    paper = worth_papers.make(wanted("classes"))
    assert not paper.rows
    assert "6" in str(paper.problem)


def test_sentences_and_definitions_carry_the_companys_figures(monthly, five):
    keep(late=D(2), leaving=D("4.5"), grace=10, fall=45, scores=4, high=3)
    said = meanings(churn("signals"))
    for words in ("More than 2 of his", "More than 4.5 of", "at least 10 days more", "at least 45 % less"):
        assert words in said
    row = next(row for row in churn("signals").rows if row.key == "falling")
    assert "45 % less" in row.cells[-1]
    classes = meanings(worth_papers.make(wanted("classes")))
    assert "1 to 4" in classes and "Scores of 3 and more are high" in classes
    listed = worth_papers.make(wanted("class-key"))
    assert any("1 to 4" in str(column.group) for column in listed.columns)
    analysis = standard.made(people.system_user(), "customer-analysis", {"customer": str(monthly.pk)}, TODAY)
    assert "More than 2 of his" in meanings(analysis)
    with translation.override("zh-hans"):
        said = meanings(churn("signals")) + meanings(worth_papers.make(wanted("classes")))
    for words in ("间隔的 2 倍", "间隔的 4.5 倍", "超期 10 天", "45 %", "4 等份", "3 分及以上"):
        assert words in said, words


def test_the_api_says_the_companys_figures(client, cast, monthly):
    keep(late=D(2))
    client.force_login(cast.director)
    found = client.get("/api/v1/standard-reports/customer-churn/", {"period": "last_12_months"}).json()
    assert "More than 2 of his intervals" in str(found["definitions"])


@pytest.mark.parametrize(
    ("figures", "name"),
    [
        ({"late": D("0.9")}, "late"),
        ({"late": D("1.55")}, "late"),
        ({"late": D(3)}, "leaving"),  # not before he is about to leave
        ({"leaving": D(51)}, "leaving"),
        ({"grace": -1}, "grace"),
        ({"fall": 0}, "fall"),
        ({"fall": 101}, "fall"),
        ({"scores": 1}, "scores"),
        ({"scores": 11}, "scores"),
        ({"scores": 3}, "high"),  # 4 is no score of three
        ({"high": 1}, "high"),
    ],
)
def test_figures_that_make_no_sense_are_refused_by_name(figures, name):
    with pytest.raises(errors.Invalid) as refused:
        keep(**figures)
    assert list(refused.value.fields) == [name]
    assert settings.fault_of(SETTING, thresholds.stored(Thresholds(**figures)))
    assert not Setting.objects.filter(key=SETTING).exists()


def test_the_setting_takes_nothing_else():
    for bad in (
        {"speed": 1},
        {"late": 2},
        {"late": "NaN"},
        {"late": "1e1"},
        {"grace": "7"},
        {"grace": True},
        {"fall": None},
    ):
        assert settings.fault_of(SETTING, bad), bad
    assert settings.fault_of(SETTING, {"late": "2", "leaving": "2.5", "grace": 0}) is None


def test_only_what_is_not_as_shipped_is_kept_and_the_trail_says_so():
    keep(late=D("2.0"), leaving=D(3))
    assert Setting.objects.get(key=SETTING).value == {"late": "2"}
    keep()
    assert not Setting.objects.filter(key=SETTING).exists()
    assert thresholds.current() == SHIPPED


def test_who_does_not_manage_settings_changes_nothing(client, cast):
    with pytest.raises(errors.NotAllowed):
        operations.save_thresholds(actor=cast.owner, wanted=Thresholds(grace=1), at=AT)
    client.force_login(cast.owner)
    assert client.get(PAGE).status_code in (302, 403, 404)


def test_the_effect_is_counted_before_anything_is_saved(monthly, five):
    tables = effect.papers(actor=people.system_user(), wanted=Thresholds(late=D(2), high=2), today=TODAY)
    signals, classes = ({row.key: row.cells[1:4] for row in table.rows} for table in tables)
    assert signals["late"] == (1, 0, -1)
    assert signals["steady"] == (0, 1, 1)
    assert sum(count for count, *_rest in classes.values()) == 6
    key = [classes[code] for code in ("key", "keep", "develop", "win-back")]
    assert [sum(column) for column in zip(*key, strict=True)] == [2, 4, 2]
    assert thresholds.current() == SHIPPED


def test_who_sees_no_amounts_counts_no_effect(monthly):
    assert effect.papers(actor=make_user("warehouse"), wanted=Thresholds(late=D(2)), today=TODAY) == ()


def test_the_page_shows_first_and_saves_then(client, monthly):
    client.force_login(make_user("administrator"))
    plain = client.get(PAGE)
    assert plain.status_code == 200
    assert "Save these figures" not in plain.content.decode()
    other = {**{name: str(getattr(SHIPPED, name)) for name in FIGURES}, "late": "2"}
    shown = client.get(PAGE, other)
    assert "Save these figures" in shown.content.decode()
    assert not Setting.objects.exists()
    answer = client.post(PAGE, {**other, "shown": shown.context["shown"]})
    assert answer.status_code == 303
    assert Setting.objects.get(key=SETTING).value == {"late": "2"}
    settings.forget()
    assert "As shipped" in client.get(PAGE).content.decode()
    stale = client.post(PAGE, {**other, "late": "2.5", "shown": "{}"})
    assert stale.status_code == 422
    assert Setting.objects.get(key=SETTING).value == {"late": "2"}
    wrong = client.get(PAGE, {**other, "scores": "3"})
    assert wrong.status_code == 422
    assert "The best score is 3." in wrong.content.decode()


def test_reports_lead_whoever_may_to_the_thresholds(client, cast, monthly):
    path = reverse("reports:standard", args=["customer-churn"])
    client.force_login(cast.director)
    assert PAGE not in client.get(path).content.decode()
    client.force_login(make_user(roles=["administrator", "executive"]))
    for code in ("customer-churn", "customer-value", "customer-analysis"):
        assert PAGE in client.get(reverse("reports:standard", args=[code])).content.decode()
    assert PAGE not in client.get(reverse("reports:standard", args=["customer-repurchase"])).content.decode()


def test_thresholds_are_read_and_changed_over_the_api(client, cast):
    place, keys = "/api/v1/customer-thresholds/", {"Idempotency-Key": "t1"}
    client.force_login(make_user("administrator"))
    found = {one["name"]: one for one in client.get(place).json()}
    assert found["late"] == {"name": "late", "value": "1.5", "shipped": "1.5", "least": 1, "most": 20}
    data = {"figures": [{"name": "late", "value": "2"}, {"name": "grace", "value": "10"}]}
    answer = client.post(place, data, content_type="application/json", headers=keys)
    assert answer.status_code == 200
    assert {one["name"]: one["value"] for one in answer.json()}["grace"] == "10"
    assert Setting.objects.get(key=SETTING).value == {"late": "2", "grace": 10}
    wrong = {"grace": "7.5", "leaving": "2", "speed": "2"}
    for name, value in wrong.items():
        bad = {"figures": [{"name": name, "value": value}]}
        refused = client.post(place, bad, content_type="application/json", headers={"Idempotency-Key": name})
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid"), name
    client.force_login(cast.owner)
    assert client.get(place).status_code == 403
    assert client.post(place, data, content_type="application/json", headers=keys).status_code == 403
