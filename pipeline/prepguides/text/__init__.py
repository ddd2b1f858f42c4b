"""Small languages of ours: pure functions over text and numbers."""
