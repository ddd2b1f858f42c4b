"""What a section's partial may read: one frozen class for each section kind, and nothing that a template could call."""
