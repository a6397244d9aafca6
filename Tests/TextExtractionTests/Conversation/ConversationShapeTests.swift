import Testing
import TextExtraction

@Suite("The shape of a conversation")
struct ConversationShapeTests {
    private func shape(_ text: String, named name: String) -> ConversationShape {
        var shape = ConversationShape()
        for unit in FileReading(text, named: name).units { shape.note(unit) }
        return shape
    }

    @Test(
        "is seen in what programs write, with the number of prompts and answers",
        arguments: [
            (
                "a.json",
                #"[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"},{"role":"user","content":"x"}]"#,
                2, 1
            ),
            (
                "a.json",
                #"{"model":"m:1b","messages":[{"role":"system","content":"be"},{"role":"user","content":"hi"}]}"#, 1, 0
            ),
            (
                "a.json",
                #"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}"#, 1,
                0
            ),
            (
                "a.json",
                #"[{"mapping":{"aaaabbbb-cccc-4ddd-8eee-ffff00001111":{"message":{"author":{"role":"user"},"content":{"parts":["q"]}}},"aaaabbbb-cccc-4ddd-8eee-ffff00001112":{"message":{"author":{"role":"assistant"},"content":{"parts":["a","b"]}}}}}]"#,
                1, 1
            ),
            ("a.json", #"[{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}]"#, 1, 1),
            (
                "a.jsonl",
                "{\"name\":\"You\",\"is_user\":true,\"mes\":\"q\"}\n{\"name\":\"Bot\",\"is_user\":false,\"mes\":\"a\"}\n",
                1, 1
            ),
            ("a.jsonl", "{\"prompt\":\"q\",\"completion\":\"a\"}\n{\"prompt\":\"q2\",\"completion\":\"a2\"}\n", 2, 2),
            ("a.json", #"{"model":"llama3.2:1b","prompt":"why is the sky blue","stream":false}"#, 1, 0),
            ("a.json", #"[{"instruction":"i","input":"","output":"o"}]"#, 1, 1),
            (
                "a.json",
                #"[{"type":"say","say":"text","text":"task"},{"type":"say","say":"user_feedback","text":"no"}]"#, 0, 2
            ),
            (
                "a.jsonl",
                "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"q\"}}\n{\"type\":\"assistant\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}\n",
                1, 1
            ),
            (
                "a.json",
                #"{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}"#, 1, 1
            ),
            ("a.md", "## User\nq\n## Assistant\na\n## User\nq2\n", 2, 1),
            ("a.txt", "User: q\nAssistant: a\nUser: q2\nAssistant: a2\n", 2, 2),
            (".aider.chat.history.md", "# aider chat started at 2025\n\n#### q\n\na\n\n#### q2\n", 2, 1),
            ("a.yaml", "messages:\n- role: user\n  content: q\n- role: assistant\n  content: |\n    a\n    b\n", 1, 1),
        ])
    func conversations(name: String, text: String, prompts: Int, answers: Int) {
        let shape = shape(text, named: name)
        #expect(shape.isConversation || name == "a.json" && prompts == 0)
        #expect(shape.promptCount == prompts)
        #expect(shape.answerCount == answers)
    }

    @Test(
        "is not seen in what has but a word of it",
        arguments: [
            (
                "package.json",
                #"{"name":"x","description":"a chat","author":{"name":"me","role":"user"},"scripts":{"test":"x"}}"#
            ),
            (
                "openapi.json",
                #"{"openapi":"3.0.0","paths":{"/c":{"post":{"example":{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"x"}]}}}}}"#
            ),
            (
                "schema.json",
                #"{"$schema":"http://json-schema.org/draft-07/schema#","examples":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}"#
            ),
            (
                "en.json",
                #"{"user":"User","assistant":"Assistant","chat":{"prompt":"Enter a prompt","response":"The response","model":"Model"}}"#
            ),
            ("tsconfig.json", #"{"compilerOptions":{"target":"es2022","types":["user"]},"include":["src"]}"#),
            (
                "rbac.yaml",
                "kind: Role\nrules:\n- apiGroups: ['']\nsubjects:\n- kind: User\n  name: user\n  role: user\n"
            ),
            ("page.json", #"{"type":"div","role":"button","children":[{"role":"tab","text":"Open"}]}"#),
            (
                "policy.json",
                #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"role"},"Action":"*"}]}"#
            ),
            ("users.json", #"[{"name":"a","role":"user","email":"a@b.c"},{"name":"b","role":"admin","text":"boss"}]"#),
            ("mail.json", #"[{"from":"a@b.c","body":"hi"},{"from":"d@e.f","body":"hello"}]"#),
            ("faq.json", #"[{"question":"why?","answer":"so"},{"question":"how?","answer":"thus"}]"#),
            ("README.md", "# Tool\n\n## User guide\n\nUser: the one who asks.\n\n## Model\n\ntext\n"),
            ("app.log", "INFO start\nuser: root\nSystem: Linux\nresponse: 200\n"),
            ("compose.yml", "services:\n  ai:\n    image: x\n    user: root\n    model: m:1\n"),
            ("logs.json", #"{"messages":[{"severity":"info","text":"started"}]}"#),
        ])
    func others(name: String, text: String) {
        #expect(!shape(text, named: name).isConversation)
    }

    @Test("is seen in rows of tables by the places and speakers of their texts")
    func tables() {
        var shape = ConversationShape()
        for (row, role) in ["user", "assistant", "user"].enumerated() {
            shape.note(
                TextUnit(Array("x".utf8), at: "messages.content rowid \(row)", field: "messages.content", role: role))
        }
        #expect(shape.isConversation && shape.promptCount == 2 && shape.answerCount == 1)
        var log = ConversationShape()
        for name in ["model", "prompt", "response"] {
            let text = name == "model" ? "llama3.2:1b" : "words"
            log.note(TextUnit(Array(text.utf8), at: "responses.\(name) rowid 1", field: "responses.\(name)"))
        }
        #expect(log.isConversation && log.promptCount == 1 && log.answerCount == 1)
    }

    @Test("is seen in the request that an image carries")
    func images() {
        var shape = ConversationShape()
        shape.note(TextUnit(Array("a cat\nSteps: 20, Sampler: x".utf8), at: "tEXt parameters", field: "parameters"))
        #expect(shape.isConversation && shape.promptCount == 1)
        var workflow = ConversationShape()
        workflow.note(TextUnit(Array("a cat".utf8), at: "tEXt prompt > $", field: "prompt.*.inputs.text"))
        #expect(workflow.isConversation)
    }
}
