"""The company's own method as shipped rules (REQUIREMENTS R001–R022, Q02–Q09, Q17, Q18): data, to be edited. Pure.

Names are English sources, shown in the reader's language until somebody renames them.
"""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from common.classification.rules import CONFLICT, Kind, Rule

GROUP_NAMES = {
    "CUSTOMER_CLASS": _("Customer class"),
    "PRODUCT_CLASS": _("Product class"),
    "PROMOTION_MARK": _("Promotion mark"),
}
TAG_NAMES = {
    "DOMESTIC": _("Domestic trade"),
    "FOREIGN": _("Foreign trade"),
    "NON_DIGITAL_INSTRUMENT": _("Non-digital instrument"),
    "DIGITAL_INSTRUMENT": _("Digital instrument"),
    "DIGITAL_KIT": _("Digital kit"),
    "DIGITAL_SENSOR": _("Digital sensor"),
    "ANALOG_SENSOR": _("Analog sensor"),
    "OTHER": _("Other product"),
    "PROMOTION": _("Buy some get some"),
    "BUY1_GET1": _("Buy one get one"),
    "BUY7_GET1": _("Buy seven get one"),
    "SELL10_GIVE1": _("Sell ten give one"),
}
FLAG_NAMES = {
    CONFLICT: _("Rules contradict each other"),
    "UNCLASSIFIED": _("Unclassified"),
    "TERRITORY_NONCONFORMING": _("Department is not region-province"),
    "MARK_DOUBTFUL": _("Unknown mark before the name"),
    "MARK_WITHOUT_CODE": _("Mark without promotion code"),
    "CODE_WITHOUT_MARK": _("Promotion code without mark"),
    "SENSOR_COUNT_UNREADABLE": _("Kit without readable sensor count"),
    "SPECIFICATION_NONCONFORMING": _("Specification is not brand-tonnage-structure"),
    "SPECIFICATION_MISSING": _("Sensor without specification"),
    "AUXILIARY_NONCONFORMING": _("Auxiliary attribute is not brand-tonnage-structure"),
    "AUXILIARY_MISSING": _("Kit without auxiliary attribute"),
}

_CLASS, _PRODUCT, _MARKS = GROUP_NAMES
_CODE, _NAME = "product.code", "product.name"
_SENSORS = ("DIGITAL_SENSOR", "ANALOG_SENSOR")


def _class(key: str, prefix: str, tag: str) -> Rule:
    return Rule(key=key, subject=_CODE, kind=Kind.PREFIX, operands=(prefix,), tags=(tag,), group=_PRODUCT)


def _mark(key: str, mark: str, tag: str) -> Rule:
    return Rule(
        key=key,
        subject=_NAME,
        kind=Kind.MARK,
        operands=(mark,),
        tags=(tag,),
        group=_MARKS,
        misfit_flags=("MARK_DOUBTFUL",),
    )


_CUSTOMER_RULES: tuple[Rule, ...] = (
    Rule(  # R001, Q02, Q03
        key="domestic",
        subject="customer.code",
        kind=Kind.RANGE,
        operands=("11.001", "56.005"),
        tags=("DOMESTIC",),
        group=_CLASS,
    ),
    Rule(  # R002
        key="foreign",
        subject="customer.code",
        kind=Kind.PREFIX,
        operands=("02.",),
        tags=("FOREIGN",),
        group=_CLASS,
    ),
    Rule(key="unclassified", subject="customer.code", kind=Kind.OTHERWISE, group=_CLASS, flags=("UNCLASSIFIED",)),
    Rule(  # R004, R005: the province may hold hyphens, the region ends at the first (Q15)
        key="territory",
        subject="customer.territory",
        kind=Kind.PATTERN,
        operands=("{region}-{province*}",),
        misfit_flags=("TERRITORY_NONCONFORMING",),
    ),
    Rule(  # R005: 浙江1 and 浙江2 are parts of 浙江
        key="province_group",
        subject="customer.territory",
        kind=Kind.PATTERN,
        operands=("{_}-{province_group*}{#}",),
    ),
)
_PRODUCT_RULES: tuple[Rule, ...] = (
    _class("non_digital_instrument", "00.", "NON_DIGITAL_INSTRUMENT"),  # R006
    _class("digital_instrument", "01.", "DIGITAL_INSTRUMENT"),  # R008
    _class("digital_sensor", "02.", "DIGITAL_SENSOR"),  # R012
    _class("analog_sensor", "03.", "ANALOG_SENSOR"),  # R013
    Rule(key="other", subject=_CODE, kind=Kind.OTHERWISE, group=_PRODUCT, tags=("OTHER",)),
    Rule(  # R007, R009
        key="promotion",
        subject=_CODE,
        kind=Kind.PREFIX,
        operands=("00.2.15.", "01.2.15."),
        tags=("PROMOTION",),
    ),
    Rule(  # R010, R011
        key="digital_kit",
        subject=_CODE,
        kind=Kind.PATTERN,
        operands=("{base_code}-{*}",),
        tags=("DIGITAL_KIT",),
        when=("DIGITAL_INSTRUMENT",),
    ),
    _mark("buy_1_get_1", "*", "BUY1_GET1"),  # R016
    _mark("buy_7_get_1", "**", "BUY7_GET1"),  # R018
    _mark("sell_10_give_1", "#", "SELL10_GIVE1"),  # R017, Q08
    Rule(  # R019, Q18
        key="sensor_count",
        subject=_NAME,
        kind=Kind.PATTERN,
        operands=("{*}-{sensor_count}",),
        when=("DIGITAL_KIT",),
        misfit_flags=("SENSOR_COUNT_UNREADABLE",),
        empty_flags=("SENSOR_COUNT_UNREADABLE",),
    ),
    Rule(  # R020, R022, Q17
        key="specification",
        subject="product.specification",
        kind=Kind.PATTERN,
        operands=("{brand}-{tonnage}-{structure}",),
        when=_SENSORS,
        misfit_flags=("SPECIFICATION_NONCONFORMING",),
        empty_flags=("SPECIFICATION_MISSING",),
    ),
    Rule(  # R021, R022, Q17
        key="auxiliary_attribute",
        subject="product.auxiliary_attribute",
        kind=Kind.PATTERN,
        operands=("{sensor_brand}-{sensor_tonnage}-{sensor_structure}",),
        when=("DIGITAL_KIT",),
        misfit_flags=("AUXILIARY_NONCONFORMING",),
        empty_flags=("AUXILIARY_MISSING",),
    ),
    # Q09. Each looks at the field that lacks something: without it nothing can be said
    Rule(
        key="mark_without_code",
        subject=_CODE,
        kind=Kind.CHECK,
        when=(_MARKS,),
        unless=("PROMOTION",),
        flags=("MARK_WITHOUT_CODE",),
    ),
    Rule(
        key="code_without_mark",
        subject=_NAME,
        kind=Kind.CHECK,
        when=("PROMOTION",),
        unless=(_MARKS,),
        flags=("CODE_WITHOUT_MARK",),
    ),
)
RULES = tuple(
    replace(rule, sequence=10 * place) for place, rule in enumerate((*_CUSTOMER_RULES, *_PRODUCT_RULES), start=1)
)
