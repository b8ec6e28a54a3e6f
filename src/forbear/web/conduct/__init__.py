"""The pages of conduct: scores, what was found about oneself, appeals."""
