"""What pyinfra can make so: an installation attached to its SaaS environment, whole or by parts, or detached."""

from magesaas_ops.operations.attachment import attached, detached
from magesaas_ops.operations.parts import modules_installed, production_keys_set, saas_environment_selected

__all__ = ["attached", "detached", "modules_installed", "production_keys_set", "saas_environment_selected"]
