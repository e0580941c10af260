"""Pure answers about organisations: how names are read, and whether a setting keeps the regulations."""
