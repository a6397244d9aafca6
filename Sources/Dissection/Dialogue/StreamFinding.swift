internal import Observation

/// What a dialogue came upon in a flow.
enum StreamFinding {
    /// A message, when its first byte was captured, and how it came to be readable.
    case message(DissectedMessage.Content, Timestamp, ContentVisibility)
    /// Something that the protocol does not expect.
    case weird(Weird, Timestamp)
    /// A name of the side that serves.
    case named(ServerName)
    /// The protocol that is spoken.
    case recognised(ApplicationProtocol)
    /// It has become clear who opened the connection.
    case opened(by: FlowSide)
    /// A limit was reached, and a part of the content stays unread.
    case capped
}
