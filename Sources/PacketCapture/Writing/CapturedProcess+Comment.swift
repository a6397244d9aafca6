extension CapturedProcess {
    /// One line that says whose a packet is: `pid 123 ollama · parent systemd · unit ollama.service · known by socket`.
    package var comment: String {
        var parts: [String] = []
        if let pid {
            parts.append("pid \(pid)" + (name.map { " " + $0 } ?? ""))
        } else if let name {
            parts.append("process " + name)
        }
        if let parentName { parts.append("parent " + parentName) }
        if let unit { parts.append("unit " + unit) }
        if let container { parts.append("container " + container) }
        if let attributionQuality { parts.append("known by " + attributionQuality) }
        // A name may hold anything, and this is one line.
        let line = parts.joined(separator: " · ").unicodeScalars.map { $0.value < 32 ? " " : Character($0) }
        return String(line.prefix(256))
    }
}
