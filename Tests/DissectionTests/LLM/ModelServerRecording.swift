import Foundation
import Observation

/// Exchanges with a real llama.cpp server, and what Python's own reader finds in each.
struct ModelServerRecording: Decodable {
    let method: String
    let target: String
    let question: String
    let status: Int
    let mediaType: String
    /// The answer as it was received, each piece in hexadecimal digits.
    let pieces: [String]
    let text: String
    let finishReason: String?
    let model: String?
    let input: Int64?
    let output: Int64?
    let cached: Int64?
    let dimensions: Int?
    let failure: String?

    /// Starts a server on the loopback, asks it everything once, and ends it; nothing where that cannot be done here.
    static func all() -> [ModelServerRecording]? {
        guard let python = ProcessInfo.processInfo.environment["EARSHOT_REAL_SOFTWARE"] else {
            print(
                "skipped a real llama.cpp server: EARSHOT_REAL_SOFTWARE names no Python with xllamacpp, gguf and numpy")
            return nil
        }
        let programs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "ProgramTests/RealSoftware/Programs")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", script, programs.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else {
            print("skipped a real llama.cpp server: \(python) cannot be run")
            return nil
        }
        let told = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try? JSONDecoder().decode([ModelServerRecording].self, from: told)
    }

    private static let script = #"""
        import http.client, json, os, socket, subprocess, sys, tempfile

        SERVE = """
        import signal, sys, xllamacpp
        p = xllamacpp.CommonParams()
        p.model.path, p.port, p.embedding = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
        p.n_ctx, p.n_parallel, p.warmup, p.endpoint_slots, p.hostnames = 1024, 1, False, True, ["127.0.0.1"]
        p.slot_save_path = sys.argv[4] + "/"
        server = xllamacpp.Server(p)
        print("ready", flush=True)
        signal.pause()
        """

        def first(value, *names):
            for name in names:
                if isinstance(value, dict) and value.get(name) is not None:
                    return value[name]

        def numbers(value):
            while isinstance(value, (list, dict)):
                if isinstance(value, list) and value and isinstance(value[0], (int, float)):
                    return len(value)
                value = value[0] if isinstance(value, list) else first(value, "data", "embedding")

        def reading(values):
            said = dict(text="", finishReason=None, model=None, input=None, output=None, cached=None, dimensions=None, failure=None)
            for value in values:
                if isinstance(value, list):
                    said["dimensions"] = numbers(value)
                    continue
                kind = value.get("type") or ""
                body = value.get("response") if kind.startswith("response.") else value
                body = body if isinstance(body, dict) else {}
                said["model"] = said["model"] or first(body, "model") or first(value.get("message"), "model")
                for choice in value.get("choices") or []:
                    part = choice.get("delta") or choice.get("message") or {}
                    said["text"] += choice.get("text") or part.get("content") or ""
                    said["finishReason"] = choice.get("finish_reason") or said["finishReason"]
                if "choices" not in value and not kind:
                    said["text"] += value.get("content") or ""
                    said["finishReason"] = value.get("stop_type") or said["finishReason"]
                    said["input"] = first(value, "tokens_evaluated") or said["input"]
                    said["output"] = first(value, "tokens_predicted") or said["output"]
                if kind == "content_block_delta":
                    said["text"] += value["delta"].get("text") or ""
                if kind == "message_delta":
                    said["finishReason"] = value["delta"].get("stop_reason")
                if kind == "message":
                    said["text"] += "".join(block.get("text", "") for block in value["content"])
                    said["finishReason"] = value["stop_reason"]
                if kind == "response.output_text.delta":
                    said["text"] += value["delta"]
                if kind == "response.completed" or value.get("object") == "response":
                    said["finishReason"] = body["status"]
                if value.get("object") == "response":
                    said["text"] += "".join(p["text"] for o in value["output"] for p in o.get("content") or [])
                usage = first(body, "usage") or first(value, "usage") or first(value.get("message"), "usage") or {}
                said["input"] = first(usage, "prompt_tokens", "input_tokens") or said["input"]
                said["output"] = first(usage, "completion_tokens", "output_tokens") or said["output"]
                details = first(usage, "prompt_tokens_details", "input_tokens_details") or usage
                told = first(details, "cached_tokens", "cache_read_input_tokens")
                if told is None and said["cached"] is None:
                    told = first(value.get("timings"), "cache_n")
                said["cached"] = said["cached"] if told is None else told
                said["dimensions"] = said["dimensions"] or (numbers(value["data"]) if "data" in value else None)
                said["failure"] = first(value.get("error"), "type") or said["failure"]
            return said

        def ask(port, method, target, question=None):
            question = json.dumps(question) if question is not None else ""
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request(method, target, question or None, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            pieces = []
            while piece := answer.read1():
                pieces.append(piece)
            whole = b"".join(pieces).decode()
            kind = answer.getheader("content-type").split(";")[0]
            if kind == "text/event-stream":
                data = [line[6:] for line in whole.split("\n") if line.startswith("data: ")]
                values = [json.loads(text) for text in data if text != "[DONE]"]
            else:
                values = [json.loads(whole)]
            return dict(method=method, target=target, question=question, status=answer.status, mediaType=kind,
                        pieces=[piece.hex() for piece in pieces], **reading(values))

        def serve(folder, embeddings):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            server = subprocess.Popen([sys.executable, "-c", SERVE, folder + "/tiny.gguf", str(port), embeddings, folder],
                                      stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            while not server.stdout.readline().startswith("ready"):
                pass
            return server, port

        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, sys.argv[1] + "/tiny_model.py", folder + "/tiny.gguf"], check=True, stdout=2)
            told, messages = [], [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello there"}]
            server, port = serve(folder, "0")
            try:
                for stream in (False, True):
                    more = {"stream": stream, "temperature": 0}
                    usage = {"stream_options": {"include_usage": True}} if stream else {}
                    told.append(ask(port, "POST", "/v1/chat/completions", {"messages": messages, "max_tokens": 8, "logprobs": True, "top_logprobs": 2, **more, **usage}))
                    told.append(ask(port, "POST", "/v1/completions", {"prompt": "once", "max_tokens": 8, **more, **usage}))
                    told.append(ask(port, "POST", "/completion", {"prompt": "once", "n_predict": 8, "n_probs": 1, **more}))
                    told.append(ask(port, "POST", "/v1/messages", {"messages": messages, "max_tokens": 8, **more}))
                    told.append(ask(port, "POST", "/v1/responses", {"input": "hello", "max_output_tokens": 8, **more}))
                told.append(ask(port, "POST", "/v1/embeddings", {"input": ["a"]}))
                told.append(ask(port, "POST", "/slots/0?action=save", {"filename": "slot.bin"}))
                for path in ("/slots", "/props", "/v1/models"):
                    told.append(ask(port, "GET", path))
                told.append(ask(port, "POST", "/tokenize", {"content": "hello"}))
                told.append(ask(port, "POST", "/detokenize", {"tokens": [300, 301]}))
                told.append(ask(port, "POST", "/apply-template", {"messages": messages}))
            finally:
                server.kill()
                server.wait()
            server, port = serve(folder, "1")
            try:
                told.append(ask(port, "POST", "/v1/embeddings", {"input": ["a", "b"]}))
                told.append(ask(port, "POST", "/embedding", {"content": "a"}))
            finally:
                server.kill()
                server.wait()
            print(json.dumps(told))
        """#
}
