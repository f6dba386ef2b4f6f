"""Stands in for the identity provider that Dovecot asks whether an OAuth 2 access token is valid.

GET /?token=TOKEN. The token "good-USER" is active and belongs to USER; every other token is refused.
Argument: the loopback port to listen on.
"""
import http.server
import json
import sys
import urllib.parse


class Introspection(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        token = query.get("token", [""])[0]
        active = token.startswith("good-") and len(token) > len("good-")
        # Dovecot compares active_value as text, so the value is a string and not a JSON boolean.
        answer = {"active": str(active).lower(), "username": token[len("good-"):] if active else ""}
        body = json.dumps(answer).encode()
        self.send_response(200 if active else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Introspection).serve_forever()
