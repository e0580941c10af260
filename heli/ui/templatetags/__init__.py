"""The template tags of Heli's pages: see `ui.py`."""
