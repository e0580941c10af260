"""Duties' workbooks: `exports` writes duties and records; the year's plan is read beside it."""
