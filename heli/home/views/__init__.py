"""Pages of 首页: `boards` (今日要务, 挂图作战), `organisation` (概况 of one), `coverage` (S000-15)."""
