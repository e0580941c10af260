"""Pure answers: how a plan's words are read, who owes, where a duty stands, what a record answers."""
