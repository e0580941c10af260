"""Pages of lists: `overview`, `one` version, `drafting` (what changes one), `keeping` (the templates)."""
