"""What is agreed with a cardholder: promises, plans, offers, and who may agree to them."""
