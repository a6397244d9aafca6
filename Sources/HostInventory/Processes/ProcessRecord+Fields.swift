package import Observation

extension ProcessRecord {
    /// What the vocabulary says of a process: `process.*`, `container.*`, `systemd.unit`, `network.namespace`.
    ///
    /// Fields that are not known are not there.
    package var fields: [Field: FieldValue] {
        var fields: [Field: FieldValue] = [
            .processPID: .integer(Int64(pid)),
            .processName: .string(name),
            .processParentPID: .integer(Int64(parentPID)),
        ]
        func set(_ field: Field, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            fields[field] = .string(text)
        }
        set(.processExecutable, executable)
        set(.processCommandLine, arguments.joined(separator: " "))
        set(.processScript, script)
        set(.processStart, startTime?.rfc3339)
        set(.processUserName, userName)
        set(.processUserID, userID.map { String($0) })
        set(.systemdUnit, unit)
        set(.containerID, container?.id)
        set(.containerRuntime, container?.runtime)
        set(.containerImage, container?.image)
        set(.networkNamespace, networkNamespace.map { String($0) })
        if let parent = ancestors.first {
            set(.processParentName, parent.name)
            set(.processParentExecutable, parent.executable)
        }
        if !ancestors.isEmpty {
            fields[.processAncestors] = .list(ancestors.map { .string($0.name) })
        }
        return fields
    }

    /// Adds those fields to an event; what the event already says stays.
    package func describe(_ event: inout Event) {
        for (field, value) in fields where event[field] == nil {
            event[field] = value
        }
    }
}
