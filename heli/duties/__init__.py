"""What each organisation owes (requirements), what it did (records), and which duty each record fulfils.

Expected duties are derived, never stored; fulfilments are stored with two counters derived from
them. Never knows how a meeting is held (`heli.orglife`) nor how it is scored (`heli.appraisal`).
Start reading at `models/`, then `rules/state.py` and `actions/record.py`.
"""
