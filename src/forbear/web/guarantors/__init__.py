"""The pages of guarantors: who stands guarantor, and who proves it."""
