internal import Observation

extension Event {
    /// Sets what a remote procedure call is, as OpenTelemetry names it.
    mutating func describe(_ call: RPCCall) {
        set(.rpcSystem, "grpc")
        set(.rpcService, call.service)
        set(.rpcMethod, call.method)
        set(.rpcGRPCStatusCode, call.statusCode)
        set(.rpcRequestMessages, call.request.count)
        set(.rpcRequestBytes, call.request.byteCount)
        set(.rpcResponseMessages, call.response.count)
        set(.rpcResponseBytes, call.response.byteCount)
        if call.statusMessage?.isEmpty == false { set(.errorMessage, call.statusMessage) }
    }
}
