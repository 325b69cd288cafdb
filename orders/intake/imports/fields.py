"""What a file can say about orders, their lines, shipments, receipts and remarks."""

from django.utils.translation import gettext_lazy as _

from common.imports.targets import Field
from common.money import TaxMode
from orders.order import choices

TAX_MODES = {TaxMode.INCLUSIVE: _("Including tax"), TaxMode.EXCLUSIVE: _("Without tax")}

ORDER = (
    Field("customer", _("Customer"), kind="key", required=True, identity=True, refers_to="customers",
          hints=("customerid", "customer_code", "客户代码", "客户 ID", "客户编号")),
    Field("order_date", _("Order date"), kind="date", required=True, identity=True,
          hints=("orderdate", "order_date", "制单日期", "订单日期", "下单日期")),
    Field("source_number", _("Number in the source"), max_length=60,
          hints=("salesordernumber", "order_number", "订单编号", "订单号", "订单 ID", "单号")),
    Field("customer_po_number", _("Customer's order number"), max_length=80,
          hints=("purchaseordernumber", "po_number", "客户订单号")),
    Field("customer_po_date", _("Customer's order date"), kind="date"),
    Field("order_type", _("Order type"), hints=("订单类型",)),
    Field("requested_date", _("Requested date"), kind="date",
          hints=("duedate", "requireddate", "要货日期", "交货日期")),
    Field("promised_date", _("Promised date"), kind="date", hints=("promised_date", "承诺日期", "承诺交期")),
    Field("salesperson", _("Salesperson"), hints=("salesperson", "业务员", "销售员")),
    Field("executing_owner", _("Executing owner"), hints=("执行责任人",)),
    Field("department", _("Department"), hints=("部门",)),
    Field("territory", _("Department in charge"), max_length=80, hints=("分管部门",)),
    Field("channel", _("Channel"), choices=dict(choices.Channel.choices), hints=("渠道", "channel")),
    Field("transport_mode", _("Transport mode"), choices=dict(choices.TransportMode.choices),
          hints=("运输方式", "邮寄方式")),
    Field("payment_term", _("Payment terms"), hints=("付款条件",)),
    Field("payment_method", _("Payment method"), choices=dict(choices.PaymentMethod.choices), hints=("付款方式",)),
    Field("currency", _("Currency"), max_length=3, hints=("币种", "currency")),
    Field("exchange_rate", _("Exchange rate"), kind="decimal", positive=True, decimals=8, strict=True, hints=("汇率",)),
    Field("tax_mode", _("Prices"), choices=TAX_MODES),
    Field("freight", _("Freight"), kind="decimal", minimum="0", strict=True, hints=("freight", "运费")),
    Field("reduction", _("Reduction"), kind="decimal", minimum="0", strict=True, hints=("抹零", "优惠")),
    Field("net_amount", _("Net amount"), kind="decimal", minimum="0", strict=True, hints=("subtotal", "不含税金额")),
    Field("tax_amount", _("Tax"), kind="decimal", minimum="0", strict=True, hints=("taxamt", "税额")),
    Field("total_amount", _("Total including tax"), kind="decimal", minimum="0", strict=True,
          hints=("totaldue", "total", "价税合计", "订单金额")),
    Field("contact_name", _("Contact"), max_length=60, hints=("联系人",)),
    Field("contact_phone", _("Contact phone"), max_length=40, hints=("联系电话",)),
    Field("ship_address", _("Delivery place"), max_length=300, hints=("交货地点", "收货地址")),
    Field("special_requirements", _("Special requirements"), hints=("特殊要求",)),
    Field("is_urgent", _("Urgent"), kind="boolean", hints=("加急",)),
    Field("notes", _("Notes"), hints=("备注", "comments")),
)  # fmt: skip

LINE = (
    Field("order", _("Order"), kind="key", required=True, refers_to="orders",
          hints=("salesorderid", "orderid", "order_number", "订单编号", "订单号", "订单 ID")),
    Field("product", _("Product"), kind="key", required=True, refers_to="products",
          hints=("productid", "product_code", "产品代码", "产品 ID", "物料编码")),
    Field("quantity", _("Quantity"), kind="decimal", required=True, positive=True, decimals=4,
          hints=("orderqty", "quantity", "quantityordered", "数量")),
    Field("line_no", _("Line"), kind="integer", minimum="1", hints=("行号", "line_no", "orderlinenumber")),
    Field("price", _("Price"), kind="decimal", minimum="0", strict=True,
          hints=("unitprice", "price", "priceeach", "单价")),
    Field("discount", _("Discount"), kind="decimal", minimum="0", strict=True,
          hints=("unitpricediscount", "discount", "折扣")),
    Field("tax_rate", _("Tax rate"), kind="decimal", minimum="0", decimals=4, strict=True, hints=("税率",)),
    Field("amount", _("Amount including tax"), kind="decimal", minimum="0", strict=True,
          hints=("金额", "销售额", "价税合计")),
    Field("net", _("Net amount"), kind="decimal", minimum="0", strict=True, hints=("linetotal", "不含税金额")),
    Field("tax", _("Tax"), kind="decimal", minimum="0", strict=True, hints=("税额",)),
    Field("unit", _("Unit"), max_length=12, hints=("单位",)),
    Field("specification", _("Specification"), max_length=120, hints=("规格型号", "规格")),
    Field("auxiliary_attribute", _("Auxiliary attribute"), max_length=120, hints=("辅助属性",)),
    Field("requested_date", _("Requested date"), kind="date", hints=("要货日期",)),
    Field("promised_date", _("Promised date"), kind="date", hints=("承诺日期",)),
    Field("shipped", _("Shipped so far"), kind="decimal", minimum="0", decimals=4, strict=True,
          hints=("已发数量", "shipped")),
    Field("unit_cost", _("Unit cost"), kind="decimal", minimum="0", hints=("成本",)),
    Field("is_gift", _("Gift"), kind="boolean", hints=("赠品",)),
    Field("customisation", _("Customisation"), hints=("定制要求",)),
    Field("notes", _("Notes"), max_length=300, hints=("备注",)),
)  # fmt: skip

SHIPMENT = (
    Field("order", _("Order"), kind="key", required=True, refers_to="orders",
          hints=("salesorderid", "orderid", "订单号", "订单 ID")),
    Field("ship_date", _("Actual ship date"), kind="date", required=True,
          hints=("shipdate", "shippeddate", "发货日期", "实际发货日期")),
    Field("order_line", _("Order line"), kind="key", refers_to="lines"),
    Field("quantity", _("Quantity"), kind="decimal", positive=True, decimals=4, strict=True, hints=("发货数量",)),
    Field("number", _("Number in the source"), max_length=60, hints=("出库单号",)),
    Field("signed_date", _("Signed on"), kind="date", hints=("签收日期",)),
    Field("signer", _("Signed by"), max_length=60, hints=("签收人",)),
    Field("transport_mode", _("Transport mode"), choices=dict(choices.TransportMode.choices)),
    Field("waybill", _("Waybill number"), max_length=80, hints=("运单号", "物流单号")),
)  # fmt: skip

RECEIPT = (
    Field("amount", _("Amount"), kind="decimal", required=True, positive=True, hints=("amount", "金额", "回款金额")),
    Field("received_date", _("Received on"), kind="date", required=True, hints=("paymentdate", "收款日期", "到账日期")),
    Field("customer", _("Customer"), kind="key", refers_to="customers", hints=("customernumber", "客户代码")),
    Field("order", _("Order"), kind="key", refers_to="orders", hints=("订单号",)),
    Field("currency", _("Currency"), max_length=3, hints=("币种",)),
    Field("method", _("Payment method"), choices=dict(choices.PaymentMethod.choices), hints=("付款方式",)),
    Field("external_id", _("External number"), max_length=120, hints=("checknumber", "流水号", "收款单号")),
    Field("payer", _("Payer"), max_length=120, hints=("付款人",)),
    Field("notes", _("Notes"), max_length=300, hints=("备注",)),
)  # fmt: skip

REMARK = (
    Field("order_number", _("Number in the source"), required=True, max_length=60,
          hints=("订单 ID", "订单号", "order_number")),
    Field("text", _("Remark"), required=True, hints=("备注", "text")),
)  # fmt: skip
