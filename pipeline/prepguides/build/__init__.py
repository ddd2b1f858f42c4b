"""Composes the stages: what is stale, in which worker, what came of it, what is remembered. Kept empty: `up_to_date` must load fast."""
