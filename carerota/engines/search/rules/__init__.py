"""The compiled amounts: one small function a rule, under the name of the rule."""
