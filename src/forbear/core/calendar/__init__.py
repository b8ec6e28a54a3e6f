"""Days, zones and windows."""
