/// A check that a text must pass beyond its expression, by the name that pattern files give it.
///
/// Every check is pure, reads each byte a bounded number of times and allocates nothing. Spaces, dashes, dots and
/// slashes between the characters of a number do not count.
package enum Validator: String, CaseIterable, Sendable {
    case luhn
    case paymentCard = "payment-card"
    case iban
    case phoneNumber = "phone-number"

    case australianTFN = "au-tfn"
    case belgianNationalNumber = "be-national-number"
    case brazilianCPF = "br-cpf"
    case britishNINO = "gb-nino"
    case canadianSIN = "ca-sin"
    case chineseResidentID = "cn-resident-id"
    case dutchBSN = "nl-bsn"
    case frenchNIR = "fr-nir"
    case germanTaxID = "de-tax-id"
    case indianAadhaar = "in-aadhaar"
    case italianCodiceFiscale = "it-codice-fiscale"
    case polishPESEL = "pl-pesel"
    case spanishNIF = "es-nif"
    case swedishPersonnummer = "se-personnummer"
    case swissAHV = "ch-ahv"
    case usSSN = "us-ssn"

    case bitcoinBase58 = "base58check"
    case bech32
    case ethereumAddress = "ethereum-address"
    case moneroAddress = "monero-address"

    case checksummedToken = "crc32-token"
    case gitlabRoutableToken = "gitlab-routable-token"
    case jsonWebToken = "jwt"

    /// Whether a text, separators included, passes.
    package func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .luhn, .paymentCard, .iban, .phoneNumber: acceptsAccount(CompactText(text))
        case .bitcoinBase58, .bech32, .ethereumAddress, .moneroAddress: acceptsAddress(text)
        case .checksummedToken, .gitlabRoutableToken, .jsonWebToken: acceptsToken(text)
        default: acceptsNationalNumber(CompactText(text))
        }
    }

    private func acceptsAccount(_ text: CompactText) -> Bool {
        switch self {
        case .luhn: text.count > 1 && text.isDecimal && text.passesLuhn
        case .paymentCard: text.isPaymentCard
        case .iban: text.isIBAN
        default: text.isPhoneNumber
        }
    }

    private func acceptsNationalNumber(_ text: CompactText) -> Bool {
        switch self {
        case .australianTFN: text.isAustralianTFN
        case .belgianNationalNumber: text.isBelgianNationalNumber
        case .brazilianCPF: text.isBrazilianCPF
        case .britishNINO: text.isBritishNINO
        case .canadianSIN: text.isCanadianSIN
        case .chineseResidentID: text.isChineseResidentID
        case .dutchBSN: text.isDutchBSN
        case .frenchNIR: text.isFrenchNIR
        case .germanTaxID: text.isGermanTaxID
        case .indianAadhaar: text.isIndianAadhaar
        case .italianCodiceFiscale: text.isItalianCodiceFiscale
        case .polishPESEL: text.isPolishPESEL
        case .spanishNIF: text.isSpanishNIF
        case .swedishPersonnummer: text.isSwedishPersonnummer
        case .swissAHV: text.isSwissAHV
        default: text.isUSSSN
        }
    }

    private func acceptsAddress(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .bitcoinBase58: isBase58CheckAddress(text)
        case .bech32: isBech32Address(text)
        case .ethereumAddress: isEthereumAddress(text)
        default: isMoneroAddress(text)
        }
    }

    private func acceptsToken(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .checksummedToken: isChecksummedToken(text)
        case .gitlabRoutableToken: isGitLabRoutableToken(text)
        default: isJSONWebToken(text)
        }
    }
}
