"""The business rules, one a file, and what they are written in terms of."""
