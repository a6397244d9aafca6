internal import Observation

extension Event {
    /// Sets what a request says and what was answered; a request that was not seen has only the answer.
    mutating func describe(_ exchange: HTTPExchange, destination: SocketAddress) {
        if exchange.request.isSeen {
            describe(HTTPRequestLocation(exchange.request, destination: destination))
            describe(exchange.request)
        }
        if let response = exchange.response {
            describe(response)
            if !exchange.request.isSeen { set(.httpVersion, response.version) }
        }
        if let call = exchange.rpc { describe(call) }
        let (duration, overflow) = exchange.end.nanoseconds.subtractingReportingOverflow(exchange.start.nanoseconds)
        set(.eventDuration, overflow ? nil : duration)
    }

    /// Sets where a request goes; a host that is an address is no domain of the destination.
    mutating func describe(_ location: HTTPRequestLocation) {
        set(.urlFull, location.url)
        set(.urlScheme, location.scheme)
        set(.urlDomain, location.host)
        set(.urlPath, location.path)
        set(.urlQuery, location.query)
        guard location.isNamed else { return }
        set(.destinationDomain, location.host)
        set(.destinationDomainSource, ServerName.Source.httpHost.rawValue)
    }

    private mutating func describe(_ request: HTTPRequest) {
        set(.httpMethod, request.method)
        if !request.version.isEmpty { set(.httpVersion, request.version) }
        set(.httpHeaderNames, request.headerNames)
        set(.httpMimeType, request.mediaType)
        set(.httpAuthorization, request.authorizationScheme)
        set(.httpOrigin, request.origin)
        set(.userAgent, request.userAgent)
        set(.httpBodyBytes, request.bodyByteCount)
        set(.httpBodyTruncated, request.isBodyTruncated)
        if !request.contentCodings.isEmpty { set(.httpBodyDecodedBytes, request.content.decodedByteCount) }
        if !request.body.isEmpty { set(.httpBody, String(decoding: request.body, as: UTF8.self)) }
    }

    private mutating func describe(_ response: HTTPResponse) {
        if response.statusCode > 0 { set(.httpStatusCode, response.statusCode) }
        set(.httpResponseHeaderNames, response.headerNames)
        set(.httpResponseMimeType, response.mediaType)
        set(.httpServer, response.server)
        set(.httpLocationDomain, response.locationHost)
        set(.httpResponseBodyBytes, response.content.byteCount)
        set(.httpResponseBodyTruncated, response.content.isTruncated)
        if !response.contentCodings.isEmpty { set(.httpResponseBodyDecodedBytes, response.content.decodedByteCount) }
        let body = response.content.bytes
        guard !body.isEmpty, HTTPSyntax.mayCarryWords(response.mediaType), !body.prefix(1_024).contains(0) else {
            return
        }
        set(.httpResponseBody, String(decoding: body, as: UTF8.self))
    }
}
