"""The demo company 衡信仪表: a maker of weighing instruments and load cells, all of its own making.

Seeded and deterministic, dated back from the day of running. People, masters and the orders of the last
months are made by the very operations that people use, with a moving clock; what lies further back comes
through the importer, as history would at a real company that begins with this software.
"""
