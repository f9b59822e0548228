"""An SQL dump → the same dump without any attachment: the dump that cannot pollute.

What is taken out are the rows of ``core_config_data`` that attach an installation, and the rows of ``flag`` in which
Magento keeps copies of them (contract §§2, 14). Everything else passes as it is, to the byte.
"""

from magesaas_ops.scrubbing.dump import scrub
from magesaas_ops.scrubbing.tables import Scrubbed

__all__ = ["Scrubbed", "scrub"]
