"""Goods given out anew: a run over products by rule and priority, and a move from one order to another (R128)."""
