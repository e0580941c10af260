"""What the planner of SQLite knows of the tables: how many rows, and how different their values are.

PostgreSQL looks by itself. SQLite knows nothing until it is told to, and nothing more of a table that a
migration made anew, and takes worse ways through the records of a city meanwhile. It looks at every row: with
`analysis_limit` it would choose by days where an organisation's own records are nearer.
"""

from django.db import connection


def refresh() -> bool:
    """Have SQLite look at its tables, a few seconds at city size; False where that is not needed."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True
