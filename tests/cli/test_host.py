"""The app listens to this machine alone, unless another address is asked for, which says what it exposes."""

from __future__ import annotations

import socket

import pytest
from typer.testing import CliRunner

from territory.cli import app, serve, serving
from territory.errors import TerritoryError


@pytest.fixture
def told(monkeypatch):
    """Return what opening the app with words says, and the command it becomes."""
    commands = []
    monkeypatch.setattr(serving, "check_port", lambda *_: None)
    monkeypatch.setattr(serving, "become", lambda command, _: commands.append(command) or 0)

    def open_with(*words: str) -> tuple[str, str]:
        done = CliRunner().invoke(app, ["app", "--no-browser", "--port", "8599", *words])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split()), " ".join(commands[-1])

    return open_with


def test_by_default_the_app_listens_to_this_machine_alone(told):
    said, command = told()
    assert "http://127.0.0.1:8599" in said
    assert "password" not in said
    assert "mot de passe" not in said
    assert "--server.address=127.0.0.1" in command


@pytest.mark.parametrize("host", serve.LOCAL_HOSTS)
def test_an_address_of_this_machine_alone_exposes_nothing(told, host):
    said, command = told("--host", host)
    assert not any(word in said for word in ("password", "mot de passe"))
    assert f"--server.address={host}" in command


def test_an_address_of_the_network_says_what_it_exposes(told):
    said, command = told("--host", "0.0.0.0")
    assert any(word in said for word in ("without password", "sans mot de passe"))
    assert f"http://{socket.gethostname()}:8599" in said
    assert "--server.address=0.0.0.0" in command


@pytest.mark.parametrize("asked", ["/atlas/numerique", "atlas/numerique/"])
def test_a_base_path_is_said_and_given_to_the_server(told, asked):
    said, command = told("--base-path", asked)
    assert "http://127.0.0.1:8599/atlas/numerique" in said
    assert "--server.baseUrlPath=/atlas/numerique" in command


@pytest.mark.parametrize("asked", ["/à", "/a b", "/../etc", "https://example.org/atlas", "/a?b"])
def test_a_base_path_that_no_address_writes_so_is_refused(asked):
    with pytest.raises(TerritoryError) as caught:
        serving.check_base_path(asked)
    assert caught.value.key == "base_path"


def test_an_address_of_another_machine_is_refused_in_words():
    # 198.51.100.0/24 is kept for documentation: no machine has it (RFC 5737).
    with pytest.raises(TerritoryError) as caught:
        serving.check_port("198.51.100.1", 8599)
    assert caught.value.key == "host_unknown"


def test_a_host_of_colons_is_tried_as_one():
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with socket.socket(socket.AF_INET6) as taken:
        try:
            taken.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 address")
        taken.listen()
        with pytest.raises(TerritoryError) as caught:
            serving.check_port("::1", taken.getsockname()[1])
    assert caught.value.key == "port_taken"
