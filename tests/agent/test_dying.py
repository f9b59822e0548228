"""Whatever goes wrong below the agent, it says so itself, in one line, and ends with status 0."""

from __future__ import annotations

import getpass
import re

import pytest

from magesaas_ops.agent.protocol import answer_in, new_nonce
from magesaas_ops.errors import AgentError
from tests.agent.conftest import RootWith, observed
from tests.agent.ownership import given_away

DEATHS = {
    "a parse error": ("<?php\n$x = ;\n", "syntax error"),
    "an exception": ("<?php\nthrow new RuntimeException('no vendor here');\n", "no vendor here"),
    "a missing file": ("<?php\nrequire __DIR__ . '/autoload.php';\n", "autoload.php"),
    "an unknown class": ("<?php\nnew Nowhere();\n", "Nowhere"),
    "exit": ("<?php\necho 'PHP 9 is needed';\nexit(1);\n", "PHP 9 is needed"),
    "exhausted memory": ("<?php\nini_set('memory_limit', '8M');\n$x = str_repeat('x', 9000000);\n", "memory size"),
    "slowly exhausted memory": (
        "<?php\nini_set('memory_limit', '8M');\nfor ($x = [];;) { $x[] = str_repeat('x', 99); }\n",
        "memory size",
    ),
    "a closed buffer": ("<?php\nwhile (ob_get_level()) { ob_end_flush(); }\necho 'loud';\nnew Nowhere();\n", "Nowhere"),
    "an unknown error": ("<?php\ntrigger_error('by hand', E_USER_ERROR);\n", "by hand"),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_bootstrap_that_dies_is_told_of(death: str, root_with: RootWith) -> None:
    bootstrap, told = DEATHS[death]
    done = observed(root_with(bootstrap))
    with pytest.raises(AgentError) as caught:
        answer_in(done.stdout, done.stderr, nonce="0" * 32)
    assert caught.value.code == "exception"
    assert told in caught.value.message
    assert done.returncode == 0


def test_output_of_magento_is_held_back_and_does_not_look_like_an_answer(root_with: RootWith) -> None:
    forged = "@@MAGESAAS1 " + "0" * 64 + ' {"ok":true}@@'
    done = observed(root_with(f'<?php\necho "Warning: everything\\n", \'{forged}\', "\\n";\nnew Nowhere();\n'))
    assert done.stdout.count("@@MAGESAAS1 ") == 1
    with pytest.raises(AgentError, match="Nowhere"):
        answer_in(done.stdout, nonce=new_nonce())


def test_warnings_go_to_standard_error(root_with: RootWith) -> None:
    done = observed(root_with("<?php\necho $undefined;\n$x = [] . '';\nnew Nowhere();\n"))
    assert "Array to string conversion" in done.stderr
    assert "Array to string conversion" not in done.stdout


def test_what_a_dying_process_printed_is_cut_and_free_of_keys(root_with: RootWith) -> None:
    pem = "-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\\n-----END PRIVATE KEY-----"
    ciphertext = "0:3:bm90IGEgc2VjcmV0IGF0IGFsbCwgcmVhbGx5"
    done = observed(root_with(f'<?php\necho "{pem} {ciphertext} ", str_repeat("long ", 9999);\nexit(1);\n'))
    with pytest.raises(AgentError) as caught:
        answer_in(done.stdout, nonce=new_nonce())
    assert "MIIEvQ" not in done.stdout + caught.value.message
    assert ciphertext not in done.stdout
    assert len(caught.value.message) < 2000


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "not-a-magento-root"),
        (["app/bootstrap.php"], "not-installed"),
        (["app/etc/env.php"], "not-a-magento-root"),
    ],
)
def test_a_root_that_is_none_has_its_own_word(
    files: list[str], code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("root")
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("<?php\n")
    done = observed(root)
    with pytest.raises(AgentError) as caught:
        answer_in(done.stdout, nonce=new_nonce())
    assert caught.value.code == code
    assert str(root) in caught.value.message
    assert caught.value.hint


def test_another_owner_is_refused_before_magento_starts(root_with: RootWith) -> None:
    root = root_with("<?php\nfile_put_contents('started', '');\n")
    with given_away(root / "app/etc/env.php"):
        done = observed(root)
    with pytest.raises(AgentError) as caught:
        answer_in(done.stdout, nonce=new_nonce())
    assert caught.value.code == "wrong-owner"
    assert re.search("belongs to (nobody|root)", caught.value.message)
    assert not (root / "started").exists()


def test_without_the_posix_extension_owner_and_user_are_found_all_the_same(root_with: RootWith) -> None:
    php = ("php", "-d", "disable_functions=posix_geteuid,posix_getpwuid")
    root = root_with("<?php\nnew Nowhere();\n")
    with pytest.raises(AgentError, match="Nowhere"):
        answer_in(observed(root, php=php).stdout, nonce=new_nonce())
    (root / "app/etc/env.php").unlink()
    with pytest.raises(AgentError, match=f"{getpass.getuser()} can see no app/etc/env.php"):
        answer_in(observed(root, php=php).stdout, nonce=new_nonce())
