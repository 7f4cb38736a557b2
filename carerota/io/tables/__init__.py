"""The sheets of a CSV folder: what their columns are called and what they mean."""
