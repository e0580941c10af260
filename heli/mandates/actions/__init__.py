"""All writes of lists: `drafts` (begin, edit, give up, revise), `adopting`, `keeping` (the templates)."""
