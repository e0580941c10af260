"""Pages of 首页: `boards` (今日要务, 挂图作战)."""
