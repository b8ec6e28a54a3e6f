"""The pages of lost contact: what is closed, and the search."""
