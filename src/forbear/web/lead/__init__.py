"""The pages of a team lead."""
