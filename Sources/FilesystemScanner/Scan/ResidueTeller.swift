internal import ContentMatching
internal import Knowledge
internal import Observation
internal import TextExtraction

/// Puts what was found in one place into events.
struct ResidueTeller {
    /// Whose the place is; nothing for a file in no catalogued place.
    let productID: String?
    let artifact: Artifact?
    let accounts: AccountNames
    let surroundings: FileContextReader

    /// What stands for the product of a conversation that lies in no catalogued place.
    static let unknownProduct = "unknown product"

    /// The event of a file.
    func residue(_ file: FoundFile, _ reading: Examination?, at time: Timestamp) -> Event {
        var event = event(.fileResidue, file, at: time)
        event.set(.fileSize, file.status.size)
        event.set(.fileModified, file.status.modified.rfc3339)
        event.set(.fileGroup, accounts.group(file.status.groupID))
        if productID == nil, reading?.isConversation == true { event.set(.llmProduct, Self.unknownProduct) }
        event.set(.fileType, file.status.kind == .folder ? "directory" : "file")
        event.set(.contentComplete, reading?.isComplete ?? false)
        if let reading {
            // Where the catalogue does not say which texts are prompts, the shape of the conversation does.
            let shape = reading.isConversation ? reading.shape : nil
            event.set(.contentPrompts, reading.tally.tellsPrompts ? reading.tally.prompts : shape?.prompts)
            event.set(.contentAnswers, reading.tally.tellsAnswers ? reading.tally.answers : shape?.answers)
            event.set(.contentTokens, reading.tally.tellsTokens || reading.tokens > 0 ? reading.tokens : nil)
            event.set(.contentSecrets, reading.matches.count)
            event.set(.contentFormat, reading.format.rawValue)
            event.set(.contentUnits, reading.units > 0 ? reading.units : nil)
            event.set(.contentDeleted, reading.deleted > 0 ? reading.deleted : nil)
            event.set(.contentLogged, reading.logged > 0 ? reading.logged : nil)
            event.set(.contentConversation, reading.isConversation ? true : nil)
        }
        return event
    }

    /// The event of a match in a file.
    func match(_ match: Examination.Match, in file: FoundFile, at time: Timestamp) -> Event {
        var event = event(.contentMatch, file, at: time)
        event.set(.patternID, match.match.patternID)
        event.set(.contentText, match.match.text)
        event.set(.contentKind, match.match.kind.rawValue)
        event.set(.contentValidated, match.match.isValidated ? "checksum" : "none")
        event.set(.contentEncoding, match.match.encoding.map(\.rawValue))
        event.set(.contentLocator, match.locator)
        event.set(.contentState, match.state.rawValue)
        return event
    }

    private func event(_ category: EventCategory, _ file: FoundFile, at time: Timestamp) -> Event {
        var event = Event(category, at: time)
        event.set(.llmProduct, productID)
        event.set(.artifactID, artifact?.id)
        event.set(.artifactTitle, artifact?.title)
        event.set(.artifactHolds, artifact?.holds ?? [])
        event.set(.artifactFormat, artifact?.format.rawValue)
        event.set(.artifactRetention, artifact?.retention)
        event.set(.artifactDisable, artifact?.disable)
        event.set(.artifactPurge, artifact?.purge)
        event.set(.filePath, file.pathText)
        event.set(.fileMode, file.status.modeText)
        event.set(.fileAccess, file.access.rawValue)
        event.set(.fileOwner, accounts.user(file.status.userID))
        surroundings.context(of: file.location, status: file.status).describe(&event)
        return event
    }
}
