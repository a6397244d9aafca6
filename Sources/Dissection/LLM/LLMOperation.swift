/// What a call asks a model server to do.
///
/// The first four are OpenTelemetry's values of `gen_ai.operation.name`; the others are Earshot's own.
package enum LLMOperation: String, CaseIterable, Sendable {
    /// A conversation is continued.
    case chat
    /// A text is continued.
    case textCompletion = "text_completion"
    /// Texts are turned into vectors.
    case embeddings
    /// Content of several kinds is generated from content of several kinds.
    case generateContent = "generate_content"

    /// Documents are ordered by how well they answer a query.
    case rerank
    /// A text is turned into tokens.
    case tokenize
    /// Tokens are turned into a text.
    case detokenize
    /// The tokens of a text are counted.
    case tokenCount = "token_count"
    /// Messages are turned into the text that the model would see.
    case applyTemplate = "apply_template"
    /// The model's raw scores for the next token are read.
    case logits
    /// A text is judged for what a provider forbids.
    case moderation
    /// Pictures are made.
    case imageGeneration = "image_generation"
    /// Pictures are changed.
    case imageEdit = "image_edit"
    /// Speech is turned into text.
    case audioTranscription = "audio_transcription"
    /// Text is turned into speech.
    case audioSpeech = "audio_speech"
    /// A graph of nodes is run, as picture generators do.
    case workflow

    /// The models are listed.
    case modelList = "model_list"
    /// The models that are in memory are listed.
    case modelRunning = "model_running"
    /// One model is described.
    case modelShow = "model_show"
    /// A model is brought into memory.
    case modelLoad = "model_load"
    /// A model is removed from memory.
    case modelUnload = "model_unload"
    /// A model is fetched from a registry.
    case modelPull = "model_pull"
    /// A model is sent to a registry.
    case modelPush = "model_push"
    /// A model is made from others or from files.
    case modelCreate = "model_create"
    /// A model gets a second name.
    case modelCopy = "model_copy"
    /// A model is deleted.
    case modelDelete = "model_delete"
    /// It is asked whether a piece of a model is there.
    case blobCheck = "blob_check"
    /// A piece of a model is handed to the server.
    case blobUpload = "blob_upload"
    /// The weights of a loaded model are read out.
    case weightsRead = "weights_read"

    /// The server's slots are shown, in some versions with the prompts in them.
    case slotList = "slot_list"
    /// A slot's state, the prompt included, is written to a file.
    case slotSave = "slot_save"
    /// A slot's state is read from a file.
    case slotRestore = "slot_restore"
    /// A slot's state is erased.
    case slotErase = "slot_erase"
    /// The server's settings are shown.
    case serverProperties = "server_properties"
    /// The server's settings are changed.
    case serverPropertiesChange = "server_properties_change"
    /// The server tells what it is.
    case serverInfo = "server_info"
}
