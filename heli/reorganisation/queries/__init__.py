"""All reads of reorganisations: what a change did (`told`), sheets (`drafts`, `lines`), the checks."""
