"""Pages of planning: plans, regulations, strategic tasks, 四同."""
