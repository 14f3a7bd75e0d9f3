"""Messages between the service, its nursery and its workers: a header, a payload, a descriptor.

A message is complete or it is an error: a peer that dies in the middle of one leaves a
:class:`ConnectionError`, never half a payload.
"""

import json
import os
import socket
import struct
from dataclasses import dataclass
from typing import Any

HEAD = struct.Struct("!IQ")


@dataclass(frozen=True, slots=True)
class Message:
    """What one side said; ``descriptor`` now belongs to the receiver."""

    header: dict[str, Any]
    payload: bytes = b""
    descriptor: int | None = None


def send(connection: socket.socket, message: Message) -> None:
    """Write one message; the sender keeps its own copy of the descriptor.

    :raises OSError: if the peer is gone
    """
    header = json.dumps(message.header).encode()
    data = HEAD.pack(len(header), len(message.payload)) + header
    if message.descriptor is None:
        connection.sendall(data + message.payload)
        return
    sent = socket.send_fds(connection, [data], [message.descriptor])
    connection.sendall(data[sent:] + message.payload)


def receive(connection: socket.socket) -> Message:
    """Read one whole message.

    :raises ConnectionError: if the peer ended before or within the message
    """
    data, descriptors, _, _ = socket.recv_fds(connection, HEAD.size, 1)
    try:
        if not data:
            raise ConnectionResetError("the peer ended")
        data += _exactly(connection, HEAD.size - len(data))
        header_size, payload_size = HEAD.unpack(data)
        header = json.loads(_exactly(connection, header_size))
        payload = _exactly(connection, payload_size)
    except BaseException:
        for descriptor in descriptors:
            os.close(descriptor)
        raise
    return Message(header, payload, descriptors[0] if descriptors else None)


def _exactly(connection: socket.socket, size: int) -> bytes:
    """Read ``size`` bytes."""
    if not size:
        return b""
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise ConnectionResetError("the peer ended within a message")
        view = view[count:]
    return bytes(buffer)
