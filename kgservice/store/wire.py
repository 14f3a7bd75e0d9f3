"""Messages between the service, its nursery and its workers: a header, a payload, a descriptor.

A message is complete or it is an error: a peer that dies in the middle of one leaves a
:class:`ConnectionError`, never half a payload.
"""

import json
import os
import socket
import struct
from typing import Any, NamedTuple

HEAD = struct.Struct("!IQ")
DESCRIPTOR = struct.Struct("i")
ONE_DESCRIPTOR = socket.CMSG_SPACE(DESCRIPTOR.size)
AT_ONCE = 16 * 1024  # freeing more than 64 KiB at once makes malloc tidy up


class Message(NamedTuple):
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
    with Reception(connection) as reception:
        while (message := reception.take()) is None:
            pass
        return message


class Reception:
    """A message that comes in pieces; leaving the block gives back what was not taken.

    :param connection: to the peer
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._data = bytearray()
        self._descriptors: list[int] = []
        self._missing = 0

    def __enter__(self) -> "Reception":
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._descriptors:
            os.close(descriptor)

    def take(self, flags: int = 0) -> Message | None:
        """Read the next piece.

        :param flags: of the system call, ``MSG_DONTWAIT`` for a piece that is there
        :returns: the message once it is whole, ``None`` before
        :raises ConnectionError: if the peer ended before or within the message
        :raises OSError: if nothing can be read
        """
        size = max(AT_ONCE, self._missing)
        piece, attached, _, _ = self._connection.recvmsg(size, ONE_DESCRIPTOR, flags)
        for _, _, data in attached:
            self._descriptors.append(DESCRIPTOR.unpack_from(data)[0])
        if not piece:
            raise ConnectionResetError("the peer ended before its message did")
        self._data += piece
        if len(self._data) < HEAD.size:
            return None
        header_size, payload_size = HEAD.unpack_from(self._data)
        begin = HEAD.size + header_size
        self._missing = begin + payload_size - len(self._data)
        if self._missing > 0:
            return None
        descriptor = self._descriptors.pop() if self._descriptors else None
        return Message(
            json.loads(self._data[HEAD.size : begin]), bytes(self._data[begin:]), descriptor
        )
