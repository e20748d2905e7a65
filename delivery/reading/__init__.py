"""Reading what people write: YAML with the line of everything in it, and what is wrong with it in sentences."""
