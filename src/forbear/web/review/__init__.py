"""The pages of reviewers: what our side said, and whether it was right."""
