"""Why this worker? Every answer gives the rule in the way, or the exact change.

``explaining`` answers for a visit, ``explaining_weeks`` for a week of a worker or a
client; ``records`` and ``weeks`` are what they give, ``sentences`` how it is said.
``privacy`` lists who may read which part, and ``redaction`` leaves out the rest.
"""
