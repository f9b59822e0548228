"""Where secrets live: one file per place, asked as late as possible, remembered no longer than a run.

To add a place, add its file, which has a ``read``, and its line in the schema's ``secretRef``.
"""

from __future__ import annotations

from magesaas_ops.secret_providers.keys import key_material
from magesaas_ops.secret_providers.resolving import Secrets, resolve

__all__ = ["Secrets", "key_material", "resolve"]
