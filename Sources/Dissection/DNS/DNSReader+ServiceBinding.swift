internal import Observation

/// Service bindings and their parameters (RFC 9460, section 2.2).
extension DNSReader {
    mutating func serviceBinding(
        _ bytes: Span<UInt8>, _ data: Range<Int>, _ position: inout Int
    ) throws(WireError) -> ServiceBinding {
        let priority = try bytes.readUInt16(&position)
        var binding = ServiceBinding(priority: priority, target: try name(bytes, &position))
        guard position <= data.upperBound else { throw WireError(.badLength, at: position) }
        do throws(WireError) {
            var last = -1
            while position < data.upperBound {
                let key = try bytes.readUInt16(&position)
                let value = try bytes.readRange(Int(try bytes.readUInt16(&position)), &position)
                guard value.upperBound <= data.upperBound, Int(key) > last else {
                    throw WireError(.badLength, at: value.lowerBound)
                }
                last = Int(key)
                try read(key, bytes, value, into: &binding)
            }
        } catch {
            // A client must not use such a record (section 2.2), but it tells where clients are meant to go.
            binding.isComplete = false
            note(.dnsServiceParameter)
        }
        position = data.upperBound
        return binding
    }

    private mutating func read(
        _ key: UInt16, _ bytes: Span<UInt8>, _ value: Range<Int>, into binding: inout ServiceBinding
    ) throws(WireError) {
        var position = value.lowerBound
        switch key {
        case 0:
            while position < value.upperBound {
                binding.mandatory.append(ServiceBinding.parameterName(try bytes.readUInt16(&position)))
            }
        case 1:
            while position < value.upperBound {
                let name = try bytes.readRange(Int(try bytes.readByte(&position)), &position)
                guard name.upperBound <= value.upperBound else { break }
                binding.applicationProtocols.append(DNSText.string(bytes, name))
            }
        case 2: binding.excludesDefaultProtocol = true
        case 3: binding.port = try bytes.readUInt16(&position)
        case 4:
            while position < value.upperBound {
                binding.v4Hints.append(IPAddress(v4: try bytes.readUInt32(&position)))
            }
        case 5: position = encryptedClientHello(bytes, value, into: &binding)
        case 6:
            while position < value.upperBound {
                let high = try bytes.readUInt64(&position)
                binding.v6Hints.append(IPAddress(v6High: high, low: try bytes.readUInt64(&position)))
            }
        case 7:
            binding.queryPath = DNSText.string(bytes, value)
            position = value.upperBound
        default:
            binding.otherParameters.append(ServiceBinding.parameterName(key))
            position = value.upperBound
        }
        guard position == value.upperBound else { throw WireError(.badLength, at: position) }
    }

    private mutating func encryptedClientHello(
        _ bytes: Span<UInt8>, _ value: Range<Int>, into binding: inout ServiceBinding
    ) -> Int {
        if let list = try? ECHConfiguration.list(parsing: bytes, in: value) {
            binding.encryptedClientHello = list
        } else {
            binding.isComplete = false
            note(.dnsECHConfiguration)
        }
        return value.upperBound
    }
}
