/// A glob with placeholders for what differs from user to user and from process to process.
///
/// `*` and `?` stop at slashes, `**` does not, `{a,b}` are alternatives. A placeholder without a value makes the place
/// inapplicable; `{name|other}` has what stands behind the bar, itself a template, instead.
///
/// * `{home}`, `{xdg_config}`, `{xdg_data}`, `{xdg_cache}`, `{xdg_state}`, `{tmp}`: a user's folders;
/// * `{env:NAME}`, `{option:--name}`: a variable, or an option of the command line, of the product's process;
/// * `{cwd}`: the working folder of that process; `{install}`: where the product is installed, as that process tells;
/// * `{project}`: a folder that somebody works in: the working folders of the product's processes, the repositories of a
///   home, and when a tree is scanned every folder;
/// * `{process}`: the folder of that process below `/proc`; no scan looks there;
/// * `{vscode_user}`, `{chromium_profile}`, `{firefox_profile}`: those folders of every program of the family;
/// * `{docker}`, `{podman}`: where they keep their files; `{volume:NAME}`: the files of a volume of either, also when
///   the name has a project's name before it.
package struct PathTemplate: Hashable, Sendable {
    /// The template as written.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

/// A pattern in which `*` stands for any run of characters, slashes included, and `?` for one.
package struct Glob: Hashable, Sendable {
    /// The pattern as written.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Whether the whole of a text matches.
    ///
    /// - Complexity: O(n·m) for a text of n bytes and a pattern of m.
    package func matches(_ candidate: String) -> Bool {
        let pattern = Array(text.utf8)
        let bytes = Array(candidate.utf8)
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while index < bytes.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, index)
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == bytes[index]
            {
                position += 1
                index += 1
            } else if let last = star {
                position = last.pattern + 1
                index = last.text + 1
                star = (last.pattern, index)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
