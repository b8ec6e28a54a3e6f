"""What is agreed with a cardholder: plans of payments."""
