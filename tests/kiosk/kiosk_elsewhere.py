"""A server of another origin on the kiosk's machine, whose page tries what it can."""
import http.server
import threading


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A page of another origin that tries what it can."""
    port = 0

    def do_GET(self):
        body = f"""<!doctype html><title>elsewhere</title><iframe id=f
          src="http://127.0.0.1:{self.port}/"></iframe><script>
          const base = 'http://127.0.0.1:{self.port}', said = {{}};
          const tell = (name, promise) => promise.then((r) => said[name] = 'opaque' === r.type
            ? 'opaque' : r.status, () => said[name] = 'blocked');
          const json = {{ method: 'POST', body: '{{}}', credentials: 'include',
            headers: {{ 'Content-Type': 'application/json' }} }};
          Promise.all([tell('json', fetch(base + '/api/home', json)),
            tell('plain', fetch(base + '/api/done', {{ method: 'POST', mode: 'no-cors',
              body: '{{}}', credentials: 'include' }})),
            tell('get', fetch(base + '/', {{ credentials: 'include' }})),
            new Promise((done) => {{ const i = new Image(); i.onload = () => done(said.image =
              'seen'); i.onerror = () => done(said.image = 'blocked');
              i.src = base + '/pictures/tent-family-alameda-4-forest'; }})])
            .then(() => document.title = JSON.stringify(said));</script>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve_elsewhere(port):
    """Serves that page, aimed at the kiosk's port; its owner shuts it down."""
    Elsewhere.port = port
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
