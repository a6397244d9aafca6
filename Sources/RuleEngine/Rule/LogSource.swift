package import Observation

/// Which events a rule looks at.
package struct LogSource: Hashable, Sendable {
    /// The kind of events, one of ``EventCategory`` for Earshot's own.
    package let category: String?
    /// The platform.
    package let product: String?
    /// The part of the platform.
    package let service: String?

    package init(category: String?, product: String? = nil, service: String? = nil) {
        self.category = category
        self.product = product
        self.service = service
    }

    /// Whether Earshot's own events can come from there: from Linux or from Earshot, and from no other service.
    package var isObserved: Bool {
        (product == nil || product == "linux" || product == "earshot") && (service == nil || service == "earshot")
    }

    /// The kind of Earshot's own events that it names.
    package var eventCategory: EventCategory? {
        category.flatMap(EventCategory.init(rawValue:))
    }

    /// Why the rule never applies to Earshot's own events; nothing when it does.
    package var obstacle: String? {
        if let category, eventCategory == nil { return "no event has the category '\(category.prefix(40))'" }
        if isObserved { return nil }
        return "events come from the product 'linux' or 'earshot' and the service 'earshot', or the rule names none"
    }

    /// Whether it takes in everything that another one names; what it leaves out, it does not ask for.
    package func covers(_ other: LogSource) -> Bool {
        (category == nil || category == other.category) && (product == nil || product == other.product)
            && (service == nil || service == other.service)
    }
}
