"""All reads of an intake: `check` (workbooks against what Heli holds), intakes kept, decisions to make."""
