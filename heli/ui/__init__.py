"""The look of Heli: base page, components, static files, and how an error is shown.

Knows no domain word: labels, states of a duty and navigation are handed in by settings and packages above.
Never queries business tables and never decides who may do what; it shows the verdict that it is given.
Start reading at `templates/ui/base.html` and `templatetags/ui.py`; every component is shown on `/ui/`,
and `docs/explanation/components.md` has a snippet of each.
"""
