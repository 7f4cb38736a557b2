"""What is measured, and how: see the README beside this file."""
