internal import Observation

/// The lines on which the kernel tells by itself, as far as they are open.
struct KernelTelling {
    let programs: KernelPrograms?
    let events: ProcessEvents?
    let gaps: [AttributionGap]

    /// Opens what is asked for, and notes what is not open.
    init(means: AttributionMeans) {
        var gaps: [AttributionGap] = []
        var programs: KernelPrograms?
        if means.contains(.kernelPrograms) {
            do throws(KernelProgramsRefusal) {
                programs = try KernelPrograms()
            } catch {
                let remedy = error.isPrivilege ? Coverage.Remedy.privilege : nil
                gaps.append(AttributionGap(reason: "\(error); very short connections may be missed", remedy: remedy))
            }
        }
        var events: ProcessEvents?
        if means.contains(.processEvents) {
            events = try? ProcessEvents()
            if events == nil, programs == nil {
                gaps.append(
                    AttributionGap(
                        reason: "the kernel does not tell of processes: needs cap_net_admin outside of containers",
                        remedy: Coverage.Remedy.privilege))
            }
        }
        self.programs = programs
        self.events = events
        self.gaps = gaps
    }

    /// The descriptors that become readable when the kernel tells something.
    var descriptors: [Int32] {
        [programs?.descriptor, events?.descriptor].compactMap(\.self)
    }
}
