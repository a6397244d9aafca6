extension Weird {
    // MARK: Names, spelled as Zeek does

    /// The message is shorter than a header.
    package static let dnsHeaderTruncated = Weird("DNS_truncated_len_lt_hdr_len", isMalformed: true)
    /// More questions are announced than any real message has.
    package static let dnsTooManyQuestions = Weird("DNS_Conn_count_too_large", isMalformed: true)
    /// The message ends within a question.
    package static let dnsQuestionTruncated = Weird("DNS_truncated_quest_too_short", isMalformed: true)
    /// The message ends within the fixed part of a record.
    package static let dnsRecordTruncated = Weird("DNS_truncated_ans_too_short", isMalformed: true)
    /// The data of a record reaches beyond the message.
    package static let dnsRecordDataTruncated = Weird("DNS_truncated_RR_rdlength_lt_len", isMalformed: true)
    /// A name is continued at a place that does not lie before it, which can be a loop.
    package static let dnsForwardPointer = Weird("DNS_label_forward_compress_offset", isMalformed: true)
    /// A label reaches beyond the message.
    package static let dnsLabelTruncated = Weird("DNS_label_len_gt_pkt", isMalformed: true)
    /// A label is longer than 63 bytes, or of a type that was given up.
    package static let dnsLabelTooLong = Weird("DNS_label_too_long", isMalformed: true)
    /// A name is longer than 255 bytes.
    package static let dnsNameTooLong = Weird("DNS_NAME_too_long", isMalformed: true)
    /// The data of a record is shorter or longer than the names and numbers in it.
    package static let dnsRecordLengthMismatch = Weird("DNS_RR_length_mismatch", isMalformed: true)
    /// An address has another length than addresses have.
    package static let dnsAddressLength = Weird("DNS_RR_bad_length", isMalformed: true)
    /// A string reaches beyond its record.
    package static let dnsTextTruncated = Weird("DNS_TXT_char_str_past_rdlen", isMalformed: true)
    /// The tag of a CAA record reaches beyond it.
    package static let dnsCAATruncated = Weird("DNS_CAA_char_str_past_rdlen", isMalformed: true)
    /// A location is in a form that nobody has defined.
    package static let dnsLocationVersion = Weird("DNS_LOC_version_unrecognized", isMalformed: true)
    /// A client subnet is too short for what it announces.
    package static let dnsClientSubnetLength = Weird("EDNS_ECS_invalid_option_len", isMalformed: true)
    /// A client subnet has more bits than an IPv4 address.
    package static let dnsClientSubnetV4Prefix = Weird("EDNS_ECS_invalid_addr_v4_prefix", isMalformed: true)
    /// A client subnet has more bits than an IPv6 address.
    package static let dnsClientSubnetV6Prefix = Weird("EDNS_ECS_invalid_addr_v6_prefix", isMalformed: true)

    // MARK: Names of our own

    /// A name is spread over so many places that only an attacker would write it.
    package static let dnsTooManyPointers = Weird("dns_name_compressed_too_often", isMalformed: true)
    /// A section has more records than are read.
    package static let dnsTooManyRecords = Weird("dns_record_count_too_large")
    /// Bytes follow the last record that the header announces.
    package static let dnsTrailingBytes = Weird("dns_trailing_bytes")
    /// A parameter of a service binding contradicts its format or comes out of order (RFC 9460, section 2.2).
    package static let dnsServiceParameter = Weird("dns_svcb_parameter_malformed", isMalformed: true)
    /// The Encrypted Client Hello configuration in a service binding does not read.
    package static let dnsECHConfiguration = Weird("dns_ech_configuration_malformed", isMalformed: true)
    /// An EDNS option reaches beyond its record.
    package static let dnsOptionTruncated = Weird("dns_edns_option_truncated", isMalformed: true)
    /// A message has more than one EDNS record (RFC 6891, section 6.1.1), or one outside the additional section.
    package static let dnsOptionsRepeated = Weird("dns_edns_repeated_or_misplaced")
    /// What is sent over a connection to a name server is no DNS.
    package static let dnsNotDNS = Weird("dns_implausible_stream", isMalformed: true)
}
