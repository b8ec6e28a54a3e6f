"""What is agreed with a cardholder: offers, plans, relief, and who may agree to them."""
