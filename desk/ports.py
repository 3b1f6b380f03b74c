"""The local addresses that the embedded portal listens on."""

import errno
import os
import socket

LOOPBACK = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


class PortRefused(Exception):
    """Words on why the portal cannot listen on a port."""


def local_addresses(port: int) -> list[str]:
    """Where *localhost* leads on this machine: 127.0.0.1 and, if there is IPv6, ::1.

    Raises PortRefused when somebody listens there already or we may not.
    """
    addresses = []
    for family, host in LOOPBACK.items():
        refusal = _refusal(family, host, port)
        if refusal is None:
            addresses.append(f"[{host}]:{port}" if family == socket.AF_INET6 else f"{host}:{port}")
        elif refusal == errno.EADDRINUSE:
            raise PortRefused(f"Port {port} is taken by another program.")
        elif family == socket.AF_INET:
            raise PortRefused(f"Port {port} cannot be used: {os.strerror(refusal)}.")
    return addresses


def is_answered(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK[socket.AF_INET], port), timeout=1).close()
    except OSError:
        return False
    return True


def _refusal(family: socket.AddressFamily, host: str, port: int) -> int | None:
    """The error number with which the system refuses to listen there, or None."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen()
    except OSError as error:
        return error.errno or errno.EINVAL
    return None
