"""Loaded by kernels under test: every address but loopback is out of reach."""

import ipaddress
import socket


class Offline(OSError):
    """What code meets that tries to reach the network."""


def _refuse_far(address):
    if isinstance(address, tuple):
        host = address[0]
        try:
            near = ipaddress.ip_address(host).is_loopback
        except ValueError:
            near = host in ("localhost", "")
        if not near:
            raise Offline(f"no network in tests: {host}")


def _guard(name):
    original = getattr(socket.socket, name)

    def guarded(self, *arguments):
        _refuse_far(arguments[-1])
        return original(self, *arguments)

    setattr(socket.socket, name, guarded)


for _name in ("connect", "connect_ex", "sendto"):
    _guard(_name)

_look_up = socket.getaddrinfo


def _guarded_look_up(host, *arguments, **options):
    _refuse_far((host.decode() if isinstance(host, bytes) else host or "",))
    return _look_up(host, *arguments, **options)


socket.getaddrinfo = _guarded_look_up
