"""Forms of gatherings: shape here, sense by the rules."""
