"""Pages of organisations: `tree` (list, search, export) and `organisation` (one of them, its history)."""
