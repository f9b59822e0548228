"""Every rule there is, by what it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.rules import (
    attached_to_production,
    base_url_mismatch,
    composer_state_broken,
    credentials_type_unsupported,
    declared_website_missing,
    duplicate_key,
    entitlement_exceeded,
    expired_waiver,
    foreign_attachment,
    host_root_declared_twice,
    keys_rejected,
    name_declared_twice,
    package_missing,
    package_unsatisfied,
    plaintext_secret,
    production_installation_removed,
    production_on_testing_saas_environment,
    production_saas_environment_on_non_production,
    production_saas_environment_switched,
    production_without_base_urls,
    registry_type_mismatch,
    registry_unknown_saas_environment,
    registry_unreachable,
    saas_environment_declared_twice,
    saas_environment_type_changed,
    saas_environment_without_id,
    schema_violation,
    shadowed_value,
    stage_raised_to_production,
    undeclared_sharing,
    undeclared_website,
    undecryptable_key,
    unexplained_value,
    unknown_saas_environment,
    unreadable_inventory,
    unused_waiver,
    waiver_not_allowed,
    website_code_collision,
    website_removed_from_production,
    wrong_owner,
)

if TYPE_CHECKING:
    from magesaas_ops.rules.rule import FileRule, Rule, TransitionRule, WaiverRule, WorldRule

FILE_RULES: tuple[FileRule, ...] = (
    unreadable_inventory.RULE,
    duplicate_key.RULE,
    schema_violation.RULE,
    plaintext_secret.RULE,
    name_declared_twice.RULE,
    unknown_saas_environment.RULE,
    saas_environment_without_id.RULE,
    saas_environment_declared_twice.RULE,
    host_root_declared_twice.RULE,
    production_saas_environment_on_non_production.RULE,
    website_code_collision.RULE,
    undeclared_sharing.RULE,
    production_on_testing_saas_environment.RULE,
    entitlement_exceeded.RULE,
    production_without_base_urls.RULE,
)

WAIVER_RULES: tuple[WaiverRule, ...] = (
    expired_waiver.RULE,
    unused_waiver.RULE,
    waiver_not_allowed.RULE,
)

TRANSITION_RULES: tuple[TransitionRule, ...] = (
    saas_environment_type_changed.RULE,
    stage_raised_to_production.RULE,
    production_saas_environment_switched.RULE,
    production_installation_removed.RULE,
    website_removed_from_production.RULE,
)

WORLD_RULES: tuple[WorldRule, ...] = (
    attached_to_production.RULE,
    base_url_mismatch.RULE,
    composer_state_broken.RULE,
    credentials_type_unsupported.RULE,
    declared_website_missing.RULE,
    foreign_attachment.RULE,
    keys_rejected.RULE,
    package_missing.RULE,
    package_unsatisfied.RULE,
    registry_type_mismatch.RULE,
    registry_unknown_saas_environment.RULE,
    registry_unreachable.RULE,
    shadowed_value.RULE,
    undeclared_website.RULE,
    undecryptable_key.RULE,
    unexplained_value.RULE,
    wrong_owner.RULE,
)

ALL_RULES: tuple[Rule, ...] = (*FILE_RULES, *WAIVER_RULES, *TRANSITION_RULES, *WORLD_RULES)

_BY_ID = {rule.id: rule for rule in ALL_RULES}


def rule_by_id(id_: str) -> Rule | None:
    """The rule of that id; None when there is none."""
    return _BY_ID.get(id_)
