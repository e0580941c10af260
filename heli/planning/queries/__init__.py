"""All reads of planning: `regulations`, `plans`, `themes`, `ties`."""
