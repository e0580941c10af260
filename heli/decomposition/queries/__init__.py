"""All reads of tasks handed down: `tasks` and `mine` list, `tree`, `chain`, `missing`, `lag` show them."""
