"""Kits (套件): what they are put together from, by their code or as a person says, and what of them stock counts."""
