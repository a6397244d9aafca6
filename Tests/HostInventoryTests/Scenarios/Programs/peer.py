"""Answers what the generator sends: peer.py. Prints `ready` once it listens, and ends with its input."""

import socket
import sys
import threading


def serve_stream(port, family, answer):
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(("", port))
    listener.listen(256)

    def handle(line):
        with line:
            try:
                answer(line)
            except OSError:
                pass

    def loop():
        while True:
            line, _ = listener.accept()
            threading.Thread(target=handle, args=(line,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()


def serve_datagrams(port, family, answer):
    line = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    line.bind(("", port))

    def loop():
        while True:
            data, sender = line.recvfrom(65536)
            answer(line, data, sender)

    threading.Thread(target=loop, daemon=True).start()


def take(line):
    while line.recv(65536):
        pass


def give(line):
    for _ in range(64):
        line.sendall(bytes(65536))


def give_back(line):
    while data := line.recv(65536):
        line.sendall(data)


def give_many(line, data, sender):
    for _ in range(20):
        line.sendto(bytes(1000), sender)


for family in (socket.AF_INET, socket.AF_INET6):
    serve_stream(7001, family, take)
    serve_stream(7002, family, give)
    serve_stream(7003, family, give_back)
    serve_datagrams(7004, family, lambda line, data, sender: line.sendto(data, sender))
    serve_datagrams(7005, family, give_many)
    serve_datagrams(443, family, lambda line, data, sender: None)
    serve_datagrams(53, family, lambda line, data, sender: None)
print("ready", flush=True)
sys.stdin.read()
