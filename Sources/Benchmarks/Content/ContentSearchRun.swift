internal import ContentMatching
internal import Glibc
internal import Synchronization

/// One search of many files by some threads that share a matcher.
struct ContentSearchRun {
    /// One thing found, and where.
    struct Found {
        let file: String
        let finding: ContentStream.Finding
    }

    /// From start to end, in seconds.
    let wallSeconds: Double
    let found: [Found]
    /// What was given up because it became too costly.
    let limitsHit: Int

    /// Searches all files, each by one thread.
    init(_ files: [String], _ matcher: ContentMatcher, threads: Int) {
        let work = Work(files: files, matcher: matcher)
        let begun = MeasuredProcess.now()
        var handles: [pthread_t] = []
        for _ in 0..<threads {
            var handle = pthread_t()
            let pointer = unsafe Unmanaged.passRetained(work).toOpaque()
            let failed = unsafe pthread_create(
                &handle, nil,
                { pointer in
                    guard let pointer = unsafe pointer else { return nil }
                    unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
                    return nil
                }, pointer)
            if failed == 0 { handles.append(handle) }
        }
        for handle in handles { _ = pthread_join(handle, nil) }
        wallSeconds = MeasuredProcess.now() - begun
        (found, limitsHit) = work.result.withLock { ($0.found, $0.limitsHit) }
    }

    /// What the threads share.
    private final class Work: Sendable {
        let files: [String]
        let matcher: ContentMatcher
        let next = Atomic<Int>(0)
        let result = Mutex<(found: [Found], limitsHit: Int)>(([], 0))

        init(files: [String], matcher: ContentMatcher) {
            self.files = files
            self.matcher = matcher
        }

        func run() {
            var context = ScanContext()
            var stream = ContentStream(distinctLimit: 10_000)
            var found: [Found] = []
            while true {
                let number = next.add(1, ordering: .relaxed).oldValue
                guard number < files.count else { break }
                stream.begin()
                search(files[number], &stream, &context)
                found += stream.findings.map { Found(file: files[number], finding: $0) }
            }
            let limitsHit = context.limitsHit
            result.withLock { result in
                result.found += found
                result.limitsHit += limitsHit
            }
        }

        private func search(_ path: String, _ stream: inout ContentStream, _ context: inout ScanContext) {
            let file = unsafe open(path, O_RDONLY)
            guard file >= 0 else { return }
            defer { close(file) }
            while true {
                let count = stream.fill(matcher, &context) { (buffer: inout [UInt8], room: Range<Int>) -> Int in
                    unsafe buffer.withUnsafeMutableBytes { bytes in
                        unsafe read(file, bytes.baseAddress.map { unsafe $0 + room.lowerBound }, room.count)
                    }
                }
                guard count > 0 else { break }
            }
            stream.finish(matcher, &context)
        }
    }
}
