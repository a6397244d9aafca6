/// The numbers that a report always shows once the stage they belong to has run, also when they are zero.
package enum Counter: String, CaseIterable, Hashable, Sendable {
    // MARK: Inventory

    case processesSeen = "inventory.processes"
    case processesVanished = "inventory.processes_vanished"
    case environmentsUnreadable = "inventory.environments_unreadable"
    case descriptorTablesUnreadable = "inventory.descriptor_tables_unreadable"
    case namespacesSeen = "inventory.network_namespaces"
    case listenersSeen = "inventory.listening_sockets"
    case listenersWithoutOwner = "inventory.listening_sockets_without_owner"
    case productsFound = "inventory.products"
    case probesSent = "probe.requests"
    case probesFailed = "probe.failures"

    // MARK: Capture

    case captureMilliseconds = "capture.milliseconds"
    case captureInterfaces = "capture.interfaces"
    case packetsReceived = "capture.packets"
    case packetsDropped = "capture.packets_dropped_by_kernel"
    case packetsInterfaceDropped = "capture.packets_dropped_by_interface"
    case packetsUndecoded = "capture.packets_undecoded"
    case bytesReceived = "capture.bytes"
    case flowsSeen = "capture.flows"
    case flowsUnattributed = "capture.flows_unattributed"
    case bytesUnattributed = "capture.bytes_unattributed"
    case flowsEvicted = "capture.flows_evicted"
    case streamsCapped = "capture.streams_capped"
    case streamsWithGaps = "capture.streams_with_gaps"
    case flowsOpaque = "capture.flows_opaque"
    case bytesOpaque = "capture.bytes_opaque"
    case messagesMalformed = "capture.messages_malformed"
    case eventsDropped = "capture.events_dropped"

    // MARK: Scan

    case homesScanned = "scan.homes"
    case placesChecked = "scan.places"
    case filesFound = "scan.files"
    case filesRead = "scan.files_read"
    case bytesRead = "scan.bytes_read"
    case filesUnreadable = "scan.files_unreadable"
    case filesSkipped = "scan.files_skipped"
    case filesCapped = "scan.files_capped"
    case formatsNotRead = "scan.files_in_formats_not_read"
    case foldersWalked = "scan.folders"
    case filesUnchanged = "scan.files_unchanged"
    case filesOlder = "scan.files_not_changed_since"
    case filesTooLarge = "scan.files_too_large"
    case namesExcluded = "scan.names_excluded"
    case furtherNames = "scan.further_names_of_files"
    case linksNotFollowed = "scan.links"
    case mountsSkipped = "scan.mount_points_left_out"

    // MARK: Rules

    case rulesLoaded = "rules.loaded"
    case rulesBroken = "rules.broken"
    case eventsJudged = "rules.events_judged"
}
