import Testing
import TextExtraction

@Suite("The values of a configuration")
struct SettingsReadingTests {
    @Test("of an environment file come under their names")
    func environment() {
        let reading = FileReading("# key\nexport OPENAI_API_KEY=\"sk-1\"\nA=b=c\nplain\n", named: ".env.local")
        #expect(
            reading.units.map { "\($0.field)|\(String(decoding: $0.text, as: UTF8.self))" } == [
                "|# key", "OPENAI_API_KEY|sk-1", "A|b=c", "|plain",
            ])
        #expect(reading.units[1].locator == "line 2 OPENAI_API_KEY")
    }

    @Test("of TOML come under section and key, also over several lines")
    func toml() {
        let reading = FileReading(
            "[a.b]\nkey = 'v'\nlong = \"\"\"one\ntwo\"\"\"\n[[list]]\nx = \"\"\"y\"\"\"\nn = [\n 1,\n]\n",
            named: "c.toml")
        #expect(
            reading.units.map { "\($0.field)|\(String(decoding: $0.text, as: UTF8.self))" } == [
                "|[a.b]", "a.b.key|v", "a.b.long|one\ntwo", "|[[list]]", "list.x|y", "list.n|[", "| 1,", "|]",
            ])
    }

    @Test("of YAML come under the path of their keys")
    func yaml() {
        let reading = FileReading(
            """
            # top
            a:
              b: one
              "c d": 'two'
            list:
            - name: x
              value: y
            - name: z
            nested:
              - - p
                - q
              - k: v
            text: |-
              first
                second

              third
            url: http://h/x:1
            empty:
            """, named: "c.yaml")
        #expect(
            reading.units.map { "\($0.field)|\(String(decoding: $0.text, as: UTF8.self))" } == [
                "|# top", "a.b|one", "a.c d|two", "list[*].name|x", "list[*].value|y", "list[*].name|z",
                "nested[*][*]|p", "nested[*][*]|q", "nested[*].k|v", "text|first\nsecond\n\nthird", "url|http://h/x:1",
            ])
    }
}
