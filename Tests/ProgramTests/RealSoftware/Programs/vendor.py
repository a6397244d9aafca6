#!/usr/bin/env python3
"""A vendor's host: HTTP on port 80, TLS on 443, DNS on 53, each answering politely whatever it is asked.

Usage: vendor.py ADDRESS CERTIFICATE KEY        says "ready" once all three listen
"""
import http.server
import socket
import ssl
import sys
import threading

ADDRESS, CERTIFICATE, KEY = sys.argv[1:4]


class Polite(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_HEAD = answer

    def log_message(self, *_):
        pass


def names():
    """Answers every question with this host's address."""
    socket_ = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    socket_.bind((ADDRESS, 53))
    yield
    while True:
        question, client = socket_.recvfrom(4096)
        end = question.index(b"\0", 12) + 5
        header = question[:2] + b"\x81\x80\0\1\0\1\0\0\0\0"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(ADDRESS)
        socket_.sendto(header + question[12:end] + record, client)


plain = http.server.ThreadingHTTPServer((ADDRESS, 80), Polite)
secure = http.server.ThreadingHTTPServer((ADDRESS, 443), Polite)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
resolver = names()
next(resolver)
for serve in (plain.serve_forever, secure.serve_forever):
    threading.Thread(target=serve, daemon=True).start()
print("ready", flush=True)
next(resolver, None)
