"""E-mail: how it is written, signed and handed over."""
