"""Seeing: the list, the dashboard, figures with their charts, the month's report. It reads; `actions` change."""
