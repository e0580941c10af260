"""Pages of study: plans, 中心组, classes, 学时."""
