"""Forecasts of monthly, weekly and quarterly series (R252, R256, R263). Pure but for ``sheets``, which makes papers."""
