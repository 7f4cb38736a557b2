"""Made-up home-care co-ops of any size, of the shape of real ones.

>>> from carerota.generator import generate
>>> len(generate("hamlet").workers)
5
"""

from carerota.generator.build import generate
from carerota.generator.samples import sample_text, write_sample
from carerota.generator.sizes import SIZES, Size, sized

__all__ = ["SIZES", "Size", "generate", "sample_text", "sized", "write_sample"]
