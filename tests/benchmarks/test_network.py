"""A slow line carries everything, in order, and takes its time."""

import socket
import time
from threading import Thread

from benchmarks.network import slow


def _echo(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(65536):
            connection.sendall(data)


def test_a_line_carries_all_bytes_no_faster_than_it_can() -> None:
    sent = bytes(range(256)) * 200  # 51 kB: a tenth of a second each way at 4,096 kbit/s
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_echo, args=(server,), daemon=True).start()
        with slow(server.getsockname()[1], 4096, 40) as relay:
            begin = time.monotonic()
            with socket.create_connection(("127.0.0.1", relay.port)) as client:
                client.sendall(sent)
                client.shutdown(socket.SHUT_WR)
                found = b"".join(iter(lambda: client.recv(65536), b""))
            took = time.monotonic() - begin
    assert found == sent
    assert took > 0.14
    assert relay.moved == 2 * len(sent)
