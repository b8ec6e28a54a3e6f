"""Letters after they were written: their certificates, print batches, and what the post says."""
