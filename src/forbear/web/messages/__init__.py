"""Messages: the log, one message, the channels, dead letters."""
