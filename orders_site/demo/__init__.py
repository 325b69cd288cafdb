"""The demo company: 衡信仪表 (Hengxin Instruments), a maker of weighing instruments and load cells.

Everything here is made up: no foreign data, nothing copied. `manage.py demo` fills an empty database with

- the company: a tree of departments with sales regions and their heads, fourteen people who hold every
  shipped role, an administrator and a technical account of another system (`people.py`);
- about eighty customers in the regions and abroad with contacts, addresses, tax data, terms and credit, among
  them a group, agents, payers for others, one that is blocked (`customers.txt`, `partners.py`);
- 150 products whose codes, names, marks, kits and specifications follow the company method, a few old ones
  that do not, services, substitutes, suppliers, two warehouses with stock (`products.txt`, `catalogue.py`);
- 1,600 orders over three years up to today, the older ones from the books of an old system (`past.py`), the
  others in every state there is (`lives.py`, `showcase.py`), and what was expected of them (`foresight.py`).

How it works. Nothing is written past the rules: each fact comes from the operation that a person would have
used, done by the person whose work it is, at the hour it would have happened. An order's life is a generator
that yields the moment of its next event; `agenda.py` runs all lives side by side, so numbers, stock and
credit come about in the order of time. What would happen after the present moment does not happen: that is
where the orders in work come from. The showcase adds what chance would not bring: a frozen order, an
approval that waits too long, a delivery of today.

The generator is seeded: on the same day it makes the same company. All of it is one transaction, so an
interrupted run leaves nothing behind; start it again. Where there is a company already it does nothing.
"""
