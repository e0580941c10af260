"""合力 (Heli): what every Party organisation owes, what it did, how well, and what follows.

One loop on one ledger: 明责 → 履责 → 督责 → 考责 → 追责. Each package below is a word of
the business; `docs/architecture.md` walks one request through them.
"""
