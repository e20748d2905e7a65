"""The faces of a review: what people and programs read of it. Every face takes the same review."""
