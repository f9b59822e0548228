# ruff: noqa: E501 (YAML in flow style, one installation per line)
"""Fleets to draw: one with a bit of everything that can go wrong, and a large one with some of it."""

from __future__ import annotations

import uuid

STAGES = ("production", "staging", "testing", "development")

TROUBLED = """\
version: 1
accounts:
  acme:
    mage_id: MAG005500000
    keys: {production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}}
    projects:
      storefront:
        id: ccccccc1-0000-4000-8000-000000000001
        name: Acme Storefront
        saas_environments:
          testing-1: {id: eeeeeee2-0000-4000-8000-000000000002, type: testing}
          production: {id: eeeeeee1-0000-4000-8000-000000000001, type: production, name: Live}
          testing-2: {id: eeeeeee3-0000-4000-8000-000000000003, type: testing, shared: true}
          testing-3: {type: testing}
  globex:
    edition: open-source
    keys: {production: {api_key: {env: GLOBEX_API_KEY}, private_key: {file: globex.pem}}}
    projects:
      shop: {id: ccccccc2-0000-4000-8000-000000000002, saas_environments: {live: {id: eeeeeee4-0000-4000-8000-000000000004, type: production}}}
defaults: {root: /var/www/magento}
installations:
  acme-eu: {stage: production, hosts: [web1.acme.example, web2.acme.example], base_urls: [https://acme.example/], websites: [base, eu_b2b], saas_environment: acme/storefront/production, tags: [eu]}
  acme-eu-staging: {stage: staging, hosts: [stage.acme.example], websites: [base, eu_b2b], saas_environment: acme/storefront/testing-1}
  acme-us-staging: {stage: staging, hosts: [stage.us.acme.example], websites: [Base], saas_environment: acme/storefront/testing-1}
  acme-perf: {stage: testing, hosts: [perf.acme.example], websites: [perf], saas_environment: acme/storefront/production}
  acme-qa: {stage: testing, hosts: [qa.acme.example], websites: [qa], saas_environment: acme/storefront/testing-2}
  acme-dev: {stage: development, hosts: ["@local"], websites: [dev], saas_environment: acme/storefront/testing-2}
  acme-lost: {stage: staging, hosts: [lost.acme.example], websites: [base], saas_environment: acme/storefront/nowhere}
  acme-old: {stage: development, hosts: [old.acme.example], websites: [base], saas_environment: none, keys_from: acme}
  globex: {stage: production, hosts: [web.globex.example], base_urls: [https://globex.example/], websites: [base], saas_environment: globex/shop/live}
  globex-copy: {stage: production, hosts: [copy.globex.example], base_urls: [https://copy.globex.example/], websites: [copy], saas_environment: globex/shop/live}
  globex-broken: {stage: prod, hosts: [broken.globex.example], websites: [base], saas_environment: none}
waivers:
  - {rule: undeclared-sharing, at: installations.globex-copy, reason: "moves in Q1, OPS-411", owner: ops@globex.example, expires: 2099-03-31}
  - {rule: undeclared-sharing, at: installations.acme-qa, reason: never needed, owner: ops@acme.example, expires: 2099-03-31}
"""


def large_fleet(installations: int) -> str:
    """Accounts with 20 installations each; every fifth installation of an account shares, every tenth collides."""
    accounts = -(-installations // 20)
    lines = ["version: 1", "accounts:"]
    for account in range(accounts):
        lines += [
            f"  merchant-{account:02}:",
            "    entitlement: {production: 10, testing: 90}",
            f"    keys: {{production: {{api_key: {{env: M{account}_API_KEY}}, private_key: {{file: m{account}.pem}}}}}}",
            "    projects:",
            "      shop:",
            f"        id: {uuid.UUID(int=account + 1)}",
            "        saas_environments:",
        ]
        for number in range(20):
            type_ = "production" if number % 4 == 0 else "testing"
            id_ = uuid.UUID(int=10**9 + account * 20 + number)
            lines.append(f"          data-space-{number:02}: {{id: {id_}, type: {type_}}}")
    lines += ["defaults: {root: /var/www/magento}", "installations:"]
    for index in range(installations):
        account, number = divmod(index, 20)
        target = number - 1 if number % 5 == 4 else number
        stage = STAGES[0] if target % 4 == 0 else STAGES[1 + target % 3]
        websites = (
            "[base, b2b]" if number % 10 == 9 else f"[base, eu_{number}, us_retail]" if number % 5 != 4 else "[other]"
        )
        place = "none" if number == 17 else f"merchant-{account:02}/shop/data-space-{target:02}"
        lines.append(
            f"  shop-{index:04}: {{stage: {stage}, hosts: [web1.shop{index:04}.example, web2.shop{index:04}.example], "
            f"base_urls: [https://shop{index:04}.example/], websites: {websites}, saas_environment: {place}, tags: [t{number}]}}"
        )
    return "\n".join(lines) + "\n"


def calm_fleet(installations: int) -> str:
    """Accounts with four installations each, of which only the last account has trouble: staging in production."""
    accounts = -(-installations // 4)
    lines = ["version: 1", "accounts:"]
    for account in range(accounts):
        keys = f"{{production: {{api_key: {{env: M{account}}}, private_key: {{file: m{account}.pem}}}}}}"
        ids = [uuid.UUID(int=10**9 + account * 4 + number) for number in range(4)]
        spaces = ", ".join(
            f"{name}: {{id: {id_}, type: {'production' if name == 'live' else 'testing'}}}"
            for name, id_ in zip(("live", "t1", "t2"), ids, strict=False)
        )
        lines.append(
            f"  m{account:04}: {{keys: {keys}, projects: {{shop: {{id: {ids[3]}, saas_environments: {{{spaces}}}}}}}}}"
        )
    lines += ["defaults: {root: /var/www/magento}", "installations:"]
    for index in range(installations):
        account, number = divmod(index, 4)
        target = ("live", "t1", "t2", "none")[number]
        if index // 4 == accounts - 1 and number == 1:
            target = "live"
        place = "none" if target == "none" else f"m{account:04}/shop/{target}"
        lines.append(
            f"  shop-{index:04}: {{stage: {STAGES[number]}, hosts: [web.shop{index:04}.example], "
            f"base_urls: [https://shop{index:04}.example/], websites: [w{number}], saas_environment: {place}}}"
        )
    return "\n".join(lines) + "\n"
