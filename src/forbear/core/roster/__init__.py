"""When people work: the week, the days that differ, and the hours these leave."""
