"""A process that answers `/readyz` as a service does: `python stand_in.py PORT STATUS`."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(sys.argv[2]))
        self.end_headers()
        self.wfile.write(b'{"ready": false, "parts": {"kafka": {"ok": false, "why": "asleep"}}}')


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
