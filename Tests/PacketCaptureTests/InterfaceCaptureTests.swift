import Foundation
import Glibc
import Observation
import PacketCapture
import Synchronization
import Testing

@Suite("Live capture", .serialized)
struct InterfaceCaptureTests {
    @Test("the loopback interface is among those that are up, with its address, and pseudo-devices are not")
    func interfaces() throws {
        let interfaces = try NetworkInterface.allUp()
        let loopback = try #require(interfaces.first { $0.isLoopback })
        #expect(loopback.addresses.contains { $0.description == "127.0.0.1" })
        #expect(!interfaces.contains { ["any", "nflog", "nfqueue"].contains($0.name) })
    }

    @Test(
        "an interface that does not exist is the user's mistake, whatever its name",
        arguments: ["nosuch0", "", "any", "nflog", "a/b", String(repeating: "x", count: 300)])
    func unknown(name: String) {
        do {
            _ = try InterfaceCapture(interface: name)
            Issue.record("an interface that does not exist was opened")
        } catch {
            #expect(error.kind == .unknownInterface)
            #expect(error.subject == name)
        }
    }

    @Test("without the privilege the error says so (needs an ordinary user)", .enabled(if: Surroundings.mayNotCapture))
    func notPermitted() throws {
        let name = try #require(try NetworkInterface.allUp().first { $0.isLoopback }).name
        do {
            _ = try InterfaceCapture(interface: name)
            Issue.record("an ordinary user without capabilities may capture here")
        } catch {
            #expect(error.kind == .notPermitted)
        }
    }

    /// Captures on loopback on a thread of its own until enough datagrams to a port were seen.
    private final class Listener: Sendable {
        let capture: InterfaceCapture
        let payloads = Mutex<[[UInt8]]>([])
        let outcome = Mutex<InterfaceCapture.Outcome?>(nil)
        private let ended = DispatchSemaphore(value: 0)

        init(port: UInt16, expecting count: Int, _ options: CaptureOptions = CaptureOptions()) throws {
            let name = try #require(try NetworkInterface.allUp().first { $0.isLoopback }).name
            capture = try InterfaceCapture(interface: name, options: options)
            Thread.detachNewThread { [self] in
                let result = capture.run { record, bytes in
                    // Ethernet, IPv4 without options, UDP.
                    guard bytes.count > 42, bytes[23] == 17 else { return }
                    guard UInt16(bytes[36]) << 8 | UInt16(bytes[37]) == port else { return }
                    let payload = (42..<bytes.count).map { bytes[$0] }
                    let seen = payloads.withLock { payloads in
                        payloads.append(payload)
                        return payloads.count
                    }
                    if seen == count { capture.stop() }
                }
                outcome.withLock { $0 = result }
                ended.signal()
            }
        }

        func wait() -> Bool { ended.wait(timeout: .now() + 10) == .success }
    }

    private static func options(isPrompt: Bool) -> CaptureOptions {
        var options = CaptureOptions()
        options.isPrompt = isPrompt
        return options
    }

    @Test(
        "each datagram on loopback is handed over once, in order (needs root)",
        .enabled(if: Surroundings.mayCapture), arguments: [false, true])
    func loopback(isPrompt: Bool) throws {
        let listener = try Listener(port: 54_321, expecting: 20, Self.options(isPrompt: isPrompt))
        let socket = LoopbackSocket()
        for index in 0..<20 { socket.send([7, UInt8(index)], to: 54_321) }
        #expect(listener.wait())
        #expect(listener.payloads.withLock { $0 } == (0..<20).map { [7, UInt8($0)] })
        let outcome = try #require(listener.outcome.withLock { $0 })
        #expect(outcome.ending == .stopped)
        #expect(outcome.statistics.received >= 20)
        #expect(outcome.statistics.droppedByKernel == 0)
    }

    @Test(
        "a large datagram arrives whole, and a second run is refused (needs root)",
        .enabled(if: Surroundings.mayCapture), arguments: [false, true])
    func large(isPrompt: Bool) throws {
        let listener = try Listener(port: 54_322, expecting: 1, Self.options(isPrompt: isPrompt))
        LoopbackSocket().send([UInt8](repeating: 9, count: 60_000), to: 54_322)
        #expect(listener.wait())
        #expect(listener.payloads.withLock { $0.map(\.count) } == [60_000])
        guard case .failed(let error) = listener.capture.run({ _, _ in }).ending else {
            Issue.record("a second run was allowed")
            return
        }
        #expect(error.kind == .other)
    }

    @Test(
        "what was sent before the stop is handed over (needs root)", .enabled(if: Surroundings.mayCapture),
        arguments: [false, true])
    func sentBeforeStop(isPrompt: Bool) throws {
        for _ in 0..<20 {
            let listener = try Listener(port: 54_323, expecting: .max, Self.options(isPrompt: isPrompt))
            LoopbackSocket().send([1, 2, 3], to: 54_323)
            listener.capture.stop()
            #expect(listener.wait())
            #expect(listener.payloads.withLock { $0 } == [[1, 2, 3]])
        }
    }

    @Test("the kernel drops what a filter refuses (needs root)", .enabled(if: Surroundings.mayCapture))
    func filtered() throws {
        var options = CaptureOptions()
        options.filter = try PacketFilter("udp dst port 54325")
        let listener = try Listener(port: 54_325, expecting: 2, options)
        let socket = LoopbackSocket()
        for port in [54_325, 54_326, 54_325] as [UInt16] { socket.send([UInt8(port & 0xFF)], to: port) }
        #expect(listener.wait())
        // Each datagram is seen once as it leaves and once as it comes, and only the latter is taken on loopback.
        #expect(listener.outcome.withLock { $0?.statistics.received } == 2)
    }

    @Test(
        "a stop before the run, and one during silence, end it at once (needs root)",
        .enabled(if: Surroundings.mayCapture))
    func stops() throws {
        let name = try #require(try NetworkInterface.allUp().first { $0.isLoopback }).name
        let early = try InterfaceCapture(interface: name)
        early.stop()
        early.stop()
        #expect(early.run { _, _ in }.ending == .stopped)
        let late = try InterfaceCapture(interface: name)
        Thread.detachNewThread {
            usleep(20_000)
            late.stop()
        }
        #expect(late.run(idleInterval: 60_000) { _, _ in }.ending == .stopped)
    }

    @Test(
        "an interface that goes down or vanishes ends the capture with an error (needs root)",
        .enabled(if: Surroundings.hasInterfaceTools), arguments: ["down", "delete"])
    func vanishes(how: String) throws {
        let ended = DispatchSemaphore(value: 0)
        let outcome = Mutex<InterfaceCapture.Ending?>(nil)
        // A thread's own network namespace ends with the thread, so nothing of the machine's changes.
        let thread = Thread {
            defer { ended.signal() }
            guard Surroundings.leaveNetwork() else { return }
            guard Surroundings.run("ip link add test0 type veth peer name test1") else {
                return
            }
            Surroundings.run("ip link set test0 up")
            guard let capture = try? InterfaceCapture(interface: "test0") else { return }
            var isIdle = false
            let result = capture.run(idleInterval: 50) {
                guard !isIdle else { return }
                isIdle = true
                if how == "down" {
                    Surroundings.run("ip link set test0 down")
                } else {
                    Surroundings.run("ip link delete test0")
                }
            } _: { _, _ in
            }
            outcome.withLock { $0 = result.ending }
        }
        thread.start()
        #expect(ended.wait(timeout: .now() + 10) == .success)
        guard case .failed(let error) = outcome.withLock({ $0 }) else {
            Issue.record("the capture did not end in an error")
            return
        }
        #expect(error.kind == (how == "down" ? .interfaceDown : .unknownInterface))
    }
}
