"""Lines point to the texts they show; those that are there are looked through once.

How texts fold stands here as it was then: a migration reads no live code.
"""

import re
import unicodedata

import django.db.models.deletion
from django.db import migrations, models

_TEXTS = ("code", "name", "specification", "auxiliary_attribute")
_LINES = """
    SELECT DISTINCT product_id, product_code, product_name, specification, auxiliary_attribute FROM orders_orderline
    UNION SELECT id, code, name, specification, auxiliary_attribute FROM products_product
"""
_POINT_LINES = """
    UPDATE orders_orderline l SET text_id = t.id FROM products_producttext t
    WHERE t.product_id = l.product_id AND t.code = l.product_code AND t.name = l.product_name
        AND t.specification = l.specification AND t.auxiliary_attribute = l.auxiliary_attribute
"""
_POINT_PRODUCTS = """
    UPDATE products_product p SET text_id = t.id FROM products_producttext t
    WHERE t.product_id = p.id AND t.code = p.code AND t.name = p.name
        AND t.specification = p.specification AND t.auxiliary_attribute = p.auxiliary_attribute
"""
_TABLES = ("orders_orderline", "products_product")


def _folded_code(code):
    return " ".join(unicodedata.normalize("NFKC", code).split())


def _folded(text):
    return _folded_code(text).replace("İ", "i").replace("Σ", "σ").lower()


def _derived(row):
    code, name, specification, auxiliary = row
    return {
        "code_folded": _folded(code),
        "name_folded": _folded(name),
        "specification_folded": _folded(specification),
        "auxiliary_folded": _folded(auxiliary),
        "code_key": re.sub("[0-9]+", lambda run: run[0].zfill(12), _folded_code(code).upper()),
    }


def fill(apps, schema_editor):
    """Nothing that people did changes: the audit triggers of the two tables are off for these statements."""
    text = apps.get_model("products", "ProductText")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_LINES)
        rows = [
            text(product_id=product, **dict(zip(_TEXTS, shown)), **_derived(shown))
            for product, *shown in cursor.fetchall()
        ]
        text.objects.bulk_create(rows, batch_size=1000)
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_POINT_LINES)
        cursor.execute(_POINT_PRODUCTS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("products", "0002_texts")]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="products.producttext",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="orderline",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="products.producttext",
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["text", "order"], name="line_by_text"),
        ),
    ]
