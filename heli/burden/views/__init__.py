"""Pages of 减负账: `account` and its lists, `reports` 又要报一遍."""
