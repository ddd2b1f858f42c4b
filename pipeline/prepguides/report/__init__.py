"""Results and diagnostics for people and programs."""
