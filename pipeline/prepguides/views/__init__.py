"""What partials may read: a frozen class for each section kind, by family."""
