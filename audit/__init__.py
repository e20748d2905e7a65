"""The proof that nothing insecure or fragile leaves: checkers, their exceptions, and how sharp they are."""
