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
AT_ONCE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """What one side said; ``descriptor`` now belongs to the receiver."""

    header: dict[str, Any]
    payload: bytes = b""
    descriptor: int | None = None


def send(connection: socket.socket, message: Message) -> None:
    """Write one message; the sender keeps its own copy of the descriptor.

    :param connection: to the peer
    :param message: what is said
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
    """Read one whole message; nothing may follow it before it was answered.

    :param connection: to the peer
    :returns: the message, with its descriptor
    :raises ConnectionError: if the peer ended before or within the message
    :raises OSError: if the connection has a timeout and the message stops for so long
    """
    data, descriptors, _, _ = socket.recv_fds(connection, AT_ONCE, 1)
    try:
        if not data:
            raise ConnectionResetError("the peer ended")
        data = _complete(connection, data, HEAD.size)
        header_size, payload_size = HEAD.unpack_from(data)
        begin = HEAD.size + header_size
        data = _complete(connection, data, begin + payload_size)
        header = json.loads(data[HEAD.size : begin])
    except BaseException:
        for descriptor in descriptors:
            os.close(descriptor)
        raise
    return Message(header, data[begin:], descriptors[0] if descriptors else None)


def _complete(connection: socket.socket, data: bytes, size: int) -> bytes:
    """Return these bytes and as many more as make up the size."""
    missing = size - len(data)
    if missing <= 0:
        return data
    buffer = bytearray(missing)
    view = memoryview(buffer)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise ConnectionResetError("the peer ended within a message")
        view = view[count:]
    return data + bytes(buffer)
