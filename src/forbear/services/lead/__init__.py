"""What a team lead does: who has which case, who works when, what is heard, what is told."""
