"""How the control machine and ``agent.php`` speak: one JSON object each way, over one process.

The command on the host is ``php -r ⟨LOADER⟩``; on its standard input stands a marker line ``MS1 ⟨bytes⟩`` and then a
JSON array ``[agent source, request]``. The answer is one line of ASCII JSON between markers, found even between PHP
warnings and login banners: ``\\n@@MAGESAAS1 ⟨sha256 of the JSON⟩ ⟨JSON⟩@@\\n``.

Request::

    {"verb": "observe" | "configure" | "detach" | "caches" | "upgrade-status",
     "root": "/var/www/magento",        absolute; may be a symbolic link
     "nonce": "⟨32 hex⟩",               secrets are answered as HMAC-SHA256 (hex) under it
     "packages": {"magento/data-services": "*"},     Composer constraints to check (observe)
     "expect": "⟨digest⟩" | null,       configure, detach: refuse when the host's digest is another
     "set": {"⟨path⟩": "⟨text⟩"},       configure: default scope; the only place where secrets travel
     "remove": ["⟨path⟩"],              configure: rows to delete (default scope)
     "stamp": {…} | null,               configure, detach: stored as JSON at magesaas/attachment/stamp; null leaves it
     "lock_seconds": 30}

Answer: ``{"ok": true, "verb": …, "observation": {…}, "changed": ["⟨path⟩"], "healed": bool}`` or
``{"ok": false, "verb": …, "error": {"code": …, "message": …, "path": … | null}}`` with code one of
``not-a-magento-root``, ``not-installed``, ``wrong-owner``, ``database``, ``busy`` (another writer holds the lock),
``stale`` (digest moved), ``locked`` (a path is locked by env.php, config.php or an environment variable), ``unsupported``
(this generation has no such field), ``not-effective`` (stored, but Magento does not use it), ``exception``.
Values of secrets never appear in an answer, nor does anything of the request.

Observation::

    {"edition": "Community", "version": "2.4.7-p1", "mode": "production", "php": "8.2.36",
     "user": "www-data",                 who runs the process          "owner": "www-data",  of app/etc/env.php
     "websites": ["base"],               without admin, by website_id
     "base_urls": ["https://…/"],        every unsecure and secure base URL, default and per website, unique, sorted
     "values": {"⟨path⟩": {"effective": …, "stored": …, "has_row": bool, "supported": bool, "encrypted": bool,
                           "source": …, "locked_by": … | null, "undecryptable": bool, "in_clear": bool,
                           "other_scopes": ["websites/1"]}},           every path of MANAGED_PATHS
     "packages": {"⟨name⟩": {"installed": "8.1.0" | null, "required": "*" | null, "locked": … | null, "satisfied": bool}},
     "modules": {"enabled": […], "disabled": […], "absent": […]},      the Composer closure of the packages, sorted
     "composer_problems": ["…"],         how composer.json, composer.lock and vendor disagree about the closure
     "has_dev_packages": bool, "upgrade_reasons": ["…"], "has_static_content": bool,
     "is_compiled": bool,                generated/metadata/global.php exists              "maintenance": bool,
     "credentials_type": "Magento_JWT" | null, "gateway": "https://commerce.adobe.io/" | null,
     "stamp": {…} | null, "stamp_problem": "…" | null,
     "digest": "⟨sha256⟩"}               over managed rows of every scope, locks, websites and base URLs

``effective`` and ``stored`` of a secret path: ``HMAC(nonce, text)``; of a private key that OpenSSL can read,
``HMAC(nonce, "rsa:⟨modulus⟩:⟨exponent⟩")`` (lower-case hexadecimal without leading zeros), so that every spelling of
one key answers the same. Empty and absent values are null. ``source`` and ``locked_by`` are the words of
:class:`magesaas_ops.model.host_state.Source`. ``in_clear``: the row of an encrypted field is not encrypted.
"""
