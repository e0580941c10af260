"""Reads of tasks handed down: what lies below one, who may answer, last year's breakdown."""
