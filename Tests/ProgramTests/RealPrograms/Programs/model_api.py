"""A model's API that always answers the same: chat completions, plain and streamed, responses, embeddings."""
import http.server
import json
import threading

ANSWER = "I will keep that to myself."


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, body, kind="application/json"):
        data = body.encode()
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.reply(json.dumps({"object": "list", "data": [{"id": "local", "object": "model", "owned_by": "me"}]}))

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if "embeddings" in self.path:
            inputs = request.get("input")
            count = len(inputs) if isinstance(inputs, list) else 1
            vector = [0.01] * int(request.get("dimensions") or 1536)
            data = [{"object": "embedding", "index": i, "embedding": vector} for i in range(count)]
            self.reply(json.dumps({"object": "list", "data": data, "model": "local", "usage": {"prompt_tokens": 1, "total_tokens": 1}}))
        elif request.get("stream"):
            chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "local"}
            first = {**chunk, "choices": [{"index": 0, "delta": {"role": "assistant", "content": ANSWER}, "finish_reason": None}]}
            last = {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
            self.reply(f"data: {json.dumps(first)}\n\ndata: {json.dumps(last)}\n\ndata: [DONE]\n\n", "text/event-stream")
        else:
            self.reply(json.dumps({
                "id": "c1", "object": "chat.completion", "created": 1, "model": "local",
                "choices": [{"index": 0, "message": {"role": "assistant", "content": ANSWER}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}))


def start():
    """Starts the API on a free port of the loopback, and gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/v1"
