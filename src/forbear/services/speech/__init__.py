"""What our side says: kept as it was said, read by the auditor, judged by people."""
