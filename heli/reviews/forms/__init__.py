"""Forms of reviews: shape here, sense by the rules."""
