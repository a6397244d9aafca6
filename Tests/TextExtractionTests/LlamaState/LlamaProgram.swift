import Foundation
import TestSupport

/// A real llama.cpp that is given a small model of noise and a prompt, and saves what it has.
enum LlamaProgram {
    static let system = "Be brief."
    static let prompt = "the key is Zebra-42, é 世, and no other"

    /// What it left behind.
    struct Outcome {
        let model: [UInt8]
        let slot: [UInt8]
        let session: [UInt8]
    }

    /// Runs it in a folder of its own; nothing where the package is missing.
    static func run(tokenizer: String) throws -> Outcome? {
        guard ProcessInfo.processInfo.environment["EARSHOT_REAL_SOFTWARE"] != nil, PythonOracle.canImport("xllamacpp")
        else {
            print("skipped a comparison with llama.cpp: EARSHOT_REAL_SOFTWARE names no Python with xllamacpp and gguf")
            return nil
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "earshot-llama-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = [folder.path, tokenizer, system, prompt].joined(separator: "\n")
        guard PythonOracle.run(script, input: input)?.contains("saved") == true else {
            throw LlamaProgramFailure()
        }
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
        return Outcome(model: try bytes("model.gguf"), slot: try bytes("slot.bin"), session: try bytes("session.bin"))
    }

    private static let script = #"""
        import ctypes, json, os, socket, sys, urllib.request
        import gguf, numpy as np, xllamacpp

        folder, kind, system, prompt = sys.stdin.read().split("\n")
        WIDTH, HEADS, KEY_HEADS, LAYERS = 64, 4, 2, 3

        def character(byte):
            printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
            others = [b for b in range(256) if b not in printable]
            return chr(byte) if byte in printable else chr(256 + others.index(byte))

        if kind == "llama":
            texts = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
            texts += ["\u2581"] + [chr(c) for c in range(33, 127)]
            types = [2, 3, 3] + [6] * 256 + [1] * 95
        else:
            texts = [character(b) for b in range(256)] + ["th"]
            types = [1] * 257
        texts += ["<|im_start|>", "<|im_end|>"]
        types += [3, 3]
        model = gguf.GGUFWriter(folder + "/model.gguf", "llama")
        model.add_name("tiny " + kind)
        model.add_context_length(2048)
        model.add_embedding_length(WIDTH)
        model.add_block_count(LAYERS)
        model.add_feed_forward_length(WIDTH)
        model.add_head_count(HEADS)
        model.add_head_count_kv(KEY_HEADS)
        model.add_layer_norm_rms_eps(1e-5)
        model.add_rope_dimension_count(WIDTH // HEADS)
        model.add_file_type(0)
        model.add_vocab_size(len(texts))
        model.add_tokenizer_model(kind)
        if kind == "llama":
            model.add_token_scores([0.0] * len(texts))
        else:
            model.add_tokenizer_pre("gpt-2")
            model.add_token_merges(["t h"])
        model.add_token_list([t.encode() for t in texts])
        model.add_token_types(types)
        model.add_bos_token_id(len(texts) - 2)
        model.add_eos_token_id(len(texts) - 1)
        model.add_chat_template(
            "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
            "<|im_start|>assistant\n")
        random = np.random.default_rng(0)

        def weights(name, *shape):
            model.add_tensor(name, (random.standard_normal(shape) * 0.05).astype(np.float32))

        def ones(name):
            model.add_tensor(name, np.ones(WIDTH, np.float32))

        weights("token_embd.weight", len(texts), WIDTH)
        for layer in range(LAYERS):
            block = f"blk.{layer}."
            ones(block + "attn_norm.weight")
            ones(block + "ffn_norm.weight")
            for name in ("attn_q", "attn_output", "ffn_gate", "ffn_up", "ffn_down"):
                weights(f"{block}{name}.weight", WIDTH, WIDTH)
            for name in ("attn_k", "attn_v"):
                weights(f"{block}{name}.weight", WIDTH // HEADS * KEY_HEADS, WIDTH)
        ones("output_norm.weight")
        weights("output.weight", len(texts), WIDTH)
        model.write_header_to_file()
        model.write_kv_data_to_file()
        model.write_tensors_to_file()
        model.close()

        # The server, and one of its slots.
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        given = xllamacpp.CommonParams()
        given.model.path = folder + "/model.gguf"
        given.n_ctx = 1024
        given.n_parallel = 1
        given.warmup = False
        given.hostnames = ["127.0.0.1"]
        given.port = port
        given.endpoint_slots = True
        given.slot_save_path = folder + "/"
        server = xllamacpp.Server(given)

        def ask(path, body):
            request = urllib.request.Request(
                server.listening_address + path, json.dumps(body).encode(), {"content-type": "application/json"})
            return json.load(urllib.request.urlopen(request))

        messages = [{"role": "system", "content": system}, {"role": "user", "content": prompt}]
        ask("/v1/chat/completions", {"messages": messages, "max_tokens": 4, "id_slot": 0})
        ask("/slots/0?action=save", {"filename": "slot.bin"})

        # The library itself, and the state of a whole context; structures are passed in more room than they need.
        class Structure(ctypes.Structure):
            _fields_ = [("bytes", ctypes.c_uint8 * 1024)]

        library = ctypes.CDLL(os.path.join(os.path.dirname(xllamacpp.__file__), "xllamacpp.abi3.so"))
        pointer, numbers = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int32)

        def function(name, result, *arguments):
            found = getattr(library, name)
            found.restype, found.argtypes = result, arguments
            return found

        loaded = function("llama_model_load_from_file", pointer, ctypes.c_char_p, Structure)(
            (folder + "/model.gguf").encode(), function("llama_model_default_params", Structure)())
        context = function("llama_init_from_model", pointer, pointer, Structure)(
            loaded, function("llama_context_default_params", Structure)())
        text = f"<|im_start|>user\n{prompt}<|im_end|>\n".encode()
        tokens = (ctypes.c_int32 * 512)()
        count = function(
            "llama_tokenize", ctypes.c_int32, pointer, ctypes.c_char_p, ctypes.c_int32, numbers, ctypes.c_int32,
            ctypes.c_bool, ctypes.c_bool,
        )(function("llama_model_get_vocab", pointer, pointer)(loaded), text, len(text), tokens, 512, False, True)
        batch = function("llama_batch_get_one", Structure, numbers, ctypes.c_int32)(tokens, count)
        assert function("llama_decode", ctypes.c_int32, pointer, Structure)(context, batch) == 0
        assert function("llama_state_save_file", ctypes.c_bool, pointer, ctypes.c_char_p, numbers, ctypes.c_size_t)(
            context, (folder + "/session.bin").encode(), tokens, count)
        print("saved", flush=True)
        os._exit(0)
        """#
}

/// The program ended without the files.
struct LlamaProgramFailure: Error {}
