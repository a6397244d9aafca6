internal import Observation

extension Event {
    /// Sets where a request goes; a host that is an address is no domain of the destination.
    mutating func describe(_ location: HTTPRequestLocation) {
        set(.urlFull, location.url)
        set(.urlScheme, "http")
        set(.urlDomain, location.host)
        set(.urlPath, location.path)
        set(.urlQuery, location.query)
        guard location.isNamed else { return }
        set(.destinationDomain, location.host)
        set(.destinationDomainSource, ServerName.Source.httpHost.rawValue)
    }

    /// Sets what a request says.
    mutating func describe(_ request: HTTPRequest) {
        set(.httpMethod, request.method)
        set(.httpVersion, request.version)
        set(.httpHeaderNames, request.headerNames)
        set(.httpMimeType, request.mediaType)
        set(.httpAuthorization, request.authorizationScheme)
        set(.httpOrigin, request.origin)
        set(.userAgent, request.userAgent)
        set(.httpBodyBytes, request.bodyByteCount)
        set(.httpBodyTruncated, request.isBodyTruncated)
        if !request.body.isEmpty { set(.httpBody, String(decoding: request.body, as: UTF8.self)) }
    }
}
