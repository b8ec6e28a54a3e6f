"""The pages of what people write to us."""
