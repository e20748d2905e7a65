"""How sharp the checkers are: every ticked property is weakened, one at a time, and somebody must notice."""
