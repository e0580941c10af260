"""Tests of heli.sheets: every workbook is built here, in code."""
