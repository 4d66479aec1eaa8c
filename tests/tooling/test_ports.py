"""A taken port moves on to the next."""

import socket

import pytest

from tools.suite import ports
from tools.suite.cache import Cache
from tools.suite.errors import SuiteError


def listen(port=0):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


def test_taken_port_moves_on_to_the_next():
    with listen() as server:
        port = server.getsockname()[1]
        assert not ports.free(port)
        found = ports.first_free(port)
        assert found > port
        assert ports.free(found)
    assert ports.free(port)


def test_ports_promised_elsewhere_are_left_out():
    with listen() as server:
        port = server.getsockname()[1]
    assert ports.first_free(port, taken=(port,)) > port


def test_a_reserved_port_is_nobody_elses_while_nobody_listens_on_it(tmp_path):
    cache = Cache(tmp_path)
    with listen() as server:
        port = server.getsockname()[1]
    with ports.reserved(cache, port) as mine:
        assert ports.free(mine)
        with ports.reserved(Cache(tmp_path), mine) as other, listen(other):
            assert other > mine
    with ports.reserved(cache, mine) as again:
        assert again == mine


def test_no_free_port_is_a_known_failure(monkeypatch, tmp_path):
    monkeypatch.setattr(ports, "TRIES", 1)
    with listen() as server, pytest.raises(SuiteError) as caught:
        ports.first_free(server.getsockname()[1])
    assert "set PORT" in caught.value.remedy
    with listen() as server, pytest.raises(SuiteError), ports.reserved(Cache(tmp_path), server.getsockname()[1]):
        pass
