"""Disputes and complaints: opened, looked into, answered, put right."""
