internal import Knowledge
internal import Observation

/// Puts what was found in one place into events.
struct ResidueTeller {
    /// Whose the place is; nothing for a file in no catalogued place.
    let productID: String?
    let artifact: Artifact?
    let accounts: AccountNames

    /// The event of a file.
    func residue(_ file: FoundFile, _ reading: ContentReading?, at time: Timestamp) -> Event {
        var event = event(.fileResidue, file, at: time)
        event.set(.fileSize, file.status.size)
        event.set(.fileModified, file.status.modified.rfc3339)
        event.set(.fileGroup, accounts.group(file.status.groupID))
        event.set(.fileType, file.status.kind == .folder ? "directory" : "file")
        event.set(.artifactTitle, artifact?.title)
        event.set(.artifactHolds, artifact?.holds ?? [])
        event.set(.artifactFormat, artifact?.format.rawValue)
        event.set(.artifactRetention, artifact?.retention)
        event.set(.artifactDisable, artifact?.disable)
        event.set(.artifactPurge, artifact?.purge)
        event.set(.contentComplete, reading?.isComplete ?? false)
        if let reading {
            event.set(.contentPrompts, reading.tally.tellsPrompts ? reading.tally.prompts : nil)
            event.set(.contentAnswers, reading.tally.tellsAnswers ? reading.tally.answers : nil)
            event.set(.contentTokens, reading.tally.tellsTokens ? reading.tally.tokens : nil)
            event.set(.contentSecrets, reading.secrets.count)
        }
        return event
    }

    /// The event of a secret in a file.
    func match(_ secret: SecretStream.Finding, in file: FoundFile, at time: Timestamp) -> Event {
        var event = event(.contentMatch, file, at: time)
        event.set(.patternID, secret.patternID)
        event.set(.contentText, secret.secret)
        event.set(.contentLocator, "line \(secret.line)")
        event.set(.contentState, "live")
        return event
    }

    private func event(_ category: EventCategory, _ file: FoundFile, at time: Timestamp) -> Event {
        var event = Event(category, at: time)
        event.set(.llmProduct, productID)
        event.set(.artifactID, artifact?.id)
        event.set(.filePath, file.pathText)
        event.set(.fileMode, file.status.modeText)
        event.set(.fileAccess, file.access.rawValue)
        event.set(.fileOwner, accounts.user(file.status.userID))
        return event
    }
}
