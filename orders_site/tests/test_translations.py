"""Extraction finds what Django will look up; the review names what is missing."""

from pathlib import Path

import polib
import pytest

from orders_site.translations import catalog, extract, review

FILE = Path("a.html")


def ids(messages):
    return [(m.context, m.msgid, m.plural) for m in messages]


def test_python_calls_are_found():
    code = "_('One')\ngettext_lazy('a' 'b')\nngettext('%(n)s x', '%(n)s xs', n)\ntranslation.pgettext('menu', 'Open')\n"
    messages, faults = extract.read_python(code, Path("a.py"))
    assert ids(messages) == [
        ("", "One", ""),
        ("", "ab", ""),
        ("", "%(n)s x", "%(n)s xs"),
        ("menu", "Open", ""),
    ]
    assert [m.line for m in messages] == [1, 2, 3, 4]
    assert faults == []


def test_an_f_string_cannot_be_translated():
    _, faults = extract.read_python("_(f'{n} orders')", Path("a.py"))
    assert len(faults) == 1


def test_template_tags_are_found():
    template = """{% load i18n %}
<h1>{% translate "Orders" %}</h1>
{% blocktranslate trimmed count n=total %}
  {{ n }} order
{% plural %}
  {{ n }} orders
{% endblocktranslate %}
{% part title=_("Money") %}{% translate 'Open' context "menu" %}"""
    assert ids(extract.read_template(template, FILE)) == [
        ("", "Orders", ""),
        ("", "%(n)s order", "%(n)s orders"),
        ("", "Money", ""),
        ("menu", "Open", ""),
    ]


@pytest.mark.parametrize(
    "template",
    ["<p>Save it</p>", '<input placeholder="Search">', '<button aria-label="Close"></button>', "<p>{{ n }} orders</p>"],
)
def test_bare_words_in_a_template_are_a_fault(template):
    assert len(extract.find_bare_text(template, FILE)) == 1


@pytest.mark.parametrize(
    "template",
    [
        '<p>{% translate "Save it" %}</p>',
        "<p>{% blocktranslate %}Save it{% endblocktranslate %}</p>",
        "{% comment %}Save it{% endcomment %}",
        '<button title="(Ctrl Del)">×</button><input placeholder="YYYY-MM-DD">',
        "<kbd>Ctrl</kbd><code>pk</code><script>let total = 1</script>",
        '<button lang="en">English</button>',
        "{% block body_class %}so-plain{% endblock %}",
        '<input placeholder="{% translate "Search" %}">',
    ],
)
def test_what_needs_no_translation_is_no_fault(template):
    assert extract.find_bare_text(template, FILE) == []


@pytest.fixture
def project(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text('{% translate "Order" %}{% translate "Customer" %}')
    return tmp_path


def write_po(path: Path, **texts: str) -> Path:
    catalog.save([polib.POEntry(msgid=key, msgstr=value) for key, value in texts.items()], path)
    return path


def test_a_missing_translation_is_named_with_its_place(project):
    path = write_po(project / "zh.po", Order="订单")
    assert review.find_gaps(project, path) == ["templates/a.html:1: untranslated: 'Customer'"]


def test_a_lost_placeholder_is_a_gap(project):
    (project / "templates" / "a.html").write_text("{% blocktranslate %}{{ n }} rows{% endblocktranslate %}")
    path = project / "zh.po"
    catalog.save([polib.POEntry(msgid="%(n)s rows", msgstr="行")], path)
    assert "placeholders differ" in review.find_gaps(project, path)[0]


def test_a_merge_adds_replaces_and_drops(project):
    path = write_po(project / "zh.po", Order="旧", Gone="没有了")
    fragment = write_po(project / "part.po", Order="订单", Customer="客户")
    entries, disputes = review.merge([fragment], project, path)
    assert {entry.msgid: entry.msgstr for entry in entries} == {"Order": "订单", "Customer": "客户"}
    assert disputes == []


def test_two_fragments_that_disagree_are_told(project):
    first = write_po(project / "one.po", Order="订单")
    second = write_po(project / "two.po", Order="定单")
    entries, disputes = review.merge([first, second], project, project / "zh.po")
    assert entries[0].msgstr == "订单"
    assert len(disputes) == 1


def test_a_changed_catalogue_is_compiled_once(project):
    path = write_po(project / "zh.po", Order="订单")
    assert catalog.compile_changed(path) is True
    assert catalog.compile_changed(path) is False
    assert polib.mofile(str(path.with_suffix(".mo")))[0].msgstr == "订单"
