"""The pages of the words: templates, their versions, and who approves them."""
