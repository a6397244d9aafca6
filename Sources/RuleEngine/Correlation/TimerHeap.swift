/// Windows that wait for their end, the earliest first.
struct TimerHeap: Sendable {
    struct Timer: Sendable {
        let end: Int64
        let start: Int64
        let node: Int
        let group: Int
        let clause: Int
    }

    private var heap: [Timer] = []

    var count: Int { heap.count }
    var first: Timer? { heap.first }

    mutating func insert(_ timer: Timer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].end < heap[parent].end else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> Timer? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return first }
            if child + 1 < heap.count, heap[child + 1].end < heap[child].end { child += 1 }
            guard heap[child].end < heap[parent].end else { return first }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
