"""Pure answers: `rounds` of a round and its steps, `reports` of one reporter, `proposals` of the 测算."""
