"""How time and memory grow with the visits of a week."""
