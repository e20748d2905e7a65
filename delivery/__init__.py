"""HOW it gets there: `out/` is written, linted, reviewed, deployed, handed over. Knows nothing of how it was made."""
