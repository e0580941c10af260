"""All writes of study: plans and what came of them, classes with their members, stated minutes."""
