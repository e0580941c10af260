"""The pages of an intake: `start` (choose files), `show` (check, confirmation), `rows`, `decisions`."""
