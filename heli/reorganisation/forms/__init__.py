"""Forms of reorganisations: one a kind of event (`kinds`), who goes where (`assigning`), filters, sheets."""
