"""Problems and rotas as immutable arrays of whole numbers.

Kept empty so that reading a problem loads neither a solver nor a compiler.
"""
