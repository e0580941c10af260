"""Configuration of a Heli installation: settings, addresses, server entry.

Holds no rule and no word of the business. Start reading at `settings.py`;
what the environment may set stands in `environment.py`.
"""
