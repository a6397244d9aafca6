extension TsharkOracle {
    /// Asks tshark once about each capture that is named on a line of its input, and prints one JSON document for each.
    ///
    /// Streams are put together here, from sequence numbers and payloads: what came first wins, gaps are left out, and a
    /// stream whose SYN was not seen begins with its first segment.
    static let script = #"""
        import concurrent.futures, hashlib, json, os, subprocess, sys

        FIELDS = """frame.protocols ip.id ipv6.fraghdr.ident ip.src ip.dst ipv6.src ipv6.dst ip.len ipv6.plen ip.flags.mf ip.frag_offset
        tcp.stream tcp.srcport tcp.dstport tcp.seq_raw tcp.flags tcp.payload udp.srcport udp.dstport
        dns.qry.name dns.qry.type dns.resp.name dns.resp.type dns.a dns.aaaa dns.cname dns.ns dns.ptr.domain_name
        nbns.name nbns.type
        tls.handshake.type tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str
        http.request.method http.request.uri http.host http.response.code
        http2.headers.method http2.headers.path http2.headers.authority http2.headers.status""".split()
        TSHARK = "/usr/bin/tshark"

        def frames(path):
            # Without being told, tshark takes DNS over QUIC for DTLS, because of the port.
            command = [TSHARK, "-n", "-r", path, "-d", "udp.port==853,quic", "-T", "fields",
                       "-E", "aggregator=\x1f"]
            for field in FIELDS: command += ["-e", field]
            output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
            for line in output.decode("utf-8", "replace").split("\n"):
                values = line.split("\t")
                if len(values) == len(FIELDS):
                    yield {f: [v for v in value.split("\x1f") if v] for f, value in zip(FIELDS, values)}

        def layered(f, layers):
            """Each IP packet of a frame: its ends, its length, and the transport protocol in it with its ports."""
            place, packets = {k: 0 for k in ("ip", "ipv6", "tcp", "udp")}, []
            def value(field, kind):
                return f[field][place[kind]] if place[kind] < len(f[field]) else None
            for layer in layers:
                if layer not in place: continue
                if layer == "ip":
                    length = value("ip.len", "ip")
                    packets.append([value("ip.src", "ip"), value("ip.dst", "ip"), int(length or 0), None])
                elif layer == "ipv6":
                    length = value("ipv6.plen", "ipv6")
                    packets.append([value("ipv6.src", "ipv6"), value("ipv6.dst", "ipv6"), int(length or 0) + 40, None])
                elif packets and not packets[-1][3]:
                    ports = value(layer + ".srcport", layer), value(layer + ".dstport", layer)
                    if None not in ports: packets[-1][3] = (layer, *ports)
                place[layer] += 1
            return [p for p in packets if p[0] and p[1]]

        class Stream:
            def __init__(self): self.base, self.pieces, self.time = None, [], 0
            def add(self, sequence, data):
                if self.base is None: self.base = sequence
                start = (sequence - self.base + 0x80000000) % 0x100000000 - 0x80000000
                if start < 0: data, start = data[-start:], 0
                for begin, piece in sorted(self.pieces):
                    end = begin + len(piece)
                    if end <= start: continue
                    if not data or begin >= start + len(data): break
                    if begin > start:
                        self.pieces.append((start, data[:begin - start]))
                    data, start = data[max(0, end - start):], max(end, start)
                if data: self.pieces.append((start, data))
            def digest(self):
                whole = b"".join(piece for _, piece in sorted(self.pieces))
                return [len(whole), hashlib.sha256(whole).hexdigest()] if whole else None

        def pairs(*lists):
            return [" ".join(values) for values in zip(*lists)]

        def ask(path):
            found = {k: [] for k in ("questions", "records", "types", "addresses", "names", "netbios", "hellos", "quic",
                                     "requests", "hosts", "statuses", "requests2", "statuses2")}
            flows, streams, fragments = {}, {}, {}
            for f in frames(path):
                layers = f["frame.protocols"][0].split(":") if f["frame.protocols"] else []
                quoted = "icmp" in layers or "icmpv6" in layers
                if not quoted:
                    found["questions"] += pairs(f["dns.qry.name"], f["dns.qry.type"])
                    found["records"] += f["dns.resp.name"]
                    found["types"] += f["dns.resp.type"]
                    found["addresses"] += f["dns.a"] + f["dns.aaaa"]
                    found["names"] += f["dns.cname"] + f["dns.ns"] + f["dns.ptr.domain_name"]
                    found["netbios"] += f["nbns.name"]
                    if "1" in f["tls.handshake.type"]:
                        hello = "|".join([",".join(f["tls.handshake.extensions_server_name"]),
                                          ",".join(f["tls.handshake.extensions_alpn_str"])])
                        where = "quic" if "quic" in layers else "hellos"
                        flow = f["tcp.stream"][-1] if f["tcp.stream"] else "-".join(
                            sorted(f["udp.srcport"][-1:] + f["udp.dstport"][-1:] + f["ip.src"][-1:] + f["ip.dst"][-1:]))
                        found[where].append(flow + " " + hello)
                    found["requests"] += pairs(f["http.request.method"], f["http.request.uri"])
                    found["hosts"] += f["http.host"]
                    found["statuses"] += f["http.response.code"]
                    found["requests2"] += pairs(f["http2.headers.method"], f["http2.headers.path"])
                    found["statuses2"] += f["http2.headers.status"]
                packets = layered(f, layers[:min([layers.index(l) for l in ("icmp", "icmpv6") if l in layers] + [99])])
                isFragment = f["ip.flags.mf"][:1] in (["1"], ["True"]) or f["ip.frag_offset"][:1] not in ([], ["0"])
                isFragment = isFragment or bool(f["ipv6.fraghdr.ident"])
                # The earlier parts of a packet count with the one that completes it.
                parts = None
                if isFragment and packets:
                    parts = packets[0][0], packets[0][1], tuple(f["ip.id"][:1] + f["ipv6.fraghdr.ident"][:1])
                    if not packets[0][3]:
                        earlier = fragments.setdefault(parts, [0, 0])
                        earlier[0] += 1
                        earlier[1] += packets[0][2]
                for source, target, length, transport in packets:
                    if not transport: continue
                    kind, *ports = transport
                    tally = flows.setdefault("%s %s %s > %s %s" % (kind, source, ports[0], target, ports[1]), [0, 0])
                    more = fragments.pop(parts, [0, 0])
                    tally[0] += 1 + more[0]
                    tally[1] += length + more[1]
                isPlain = sum(l in ("ip", "ipv6") for l in layers) == 1
                if quoted or not isPlain or isFragment or "tcp" not in layers or not f["tcp.seq_raw"]: continue
                if not packets or not packets[0][3]: continue
                source = "%s %s" % (packets[0][0], packets[0][3][1])
                target = "%s %s" % (packets[0][1], packets[0][3][2])
                stream = streams.setdefault((f["tcp.stream"][-1], source, target), Stream())
                sequence, flags = int(f["tcp.seq_raw"][-1]), int(f["tcp.flags"][-1], 16)
                if flags & 2:
                    sequence = (sequence + 1) % 0x100000000
                    if stream.base is None: stream.base = sequence
                if f["tcp.payload"]: stream.add(sequence, bytes.fromhex(f["tcp.payload"][-1]))
            found["hellos"] = [h.split(" ", 1)[1] for h in dict.fromkeys(found["hellos"])]
            found["quic"] = [h.split(" ", 1)[1] for h in dict.fromkeys(found["quic"])]
            found["flows"] = ["%s %d %d" % (k, v[0], v[1]) for k, v in flows.items()]
            digests = [(k, v.digest()) for k, v in streams.items()]
            found["streams"] = ["%s > %s %d %s" % (k[1], k[2], *d) for k, d in digests if d]
            return found

        def cached(path):
            folder = os.environ.get("EARSHOT_ORACLE_CACHE")
            if not folder: return ask(path)
            key = hashlib.sha256(open(path, "rb").read() + KEY).hexdigest()
            place = os.path.join(folder, key + ".json")
            if os.path.exists(place): return json.load(open(place))
            found = ask(path)
            os.makedirs(folder, exist_ok=True)
            json.dump(found, open(place, "w"))
            return found

        KEY = open(TSHARK, "rb").read() + sys.argv[0].encode() + SCRIPT.encode()
        paths = sys.stdin.read().split()
        with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("EARSHOT_ORACLE_WORKERS", "2"))) as pool:
            for path, found in zip(paths, pool.map(cached, paths)):
                found["path"] = path
                print(json.dumps(found))
        """#
}
