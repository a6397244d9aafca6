"""Uses one real program once, with a sentence of the user's: use_program.py PROGRAM use|delete SENTENCE

HOME is the user's home, TMPDIR the folder for temporary files, and the working folder a project of the user's. What
there is to delete is deleted through the program itself, by the means that it gives.
"""
import os
import pathlib
import subprocess
import sys

import model_api

HOME = pathlib.Path(os.environ["HOME"])
BIN = pathlib.Path(sys.executable).parent


def run(arguments, **more):
    subprocess.run([str(argument) for argument in arguments], check=True, stdin=subprocess.DEVNULL, timeout=120, **more)


def llm(action, sentence, api):
    folder = HOME / ".config/io.datasette.llm"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "extra-openai-models.yaml").write_text(
        f"- model_id: local\n  model_name: local\n  api_base: {api}\n  can_stream: false\n")
    os.environ["OPENAI_API_KEY"] = "none"
    run([BIN / "llm", "-m", "local", "--no-stream", sentence])


def shell_gpt(action, sentence, api):
    os.environ.update(
        OPENAI_API_KEY="none", API_BASE_URL=api, DEFAULT_MODEL="local", USE_LITELLM="false", PRETTIFY_MARKDOWN="false",
        SHELL_INTERACTION="false")
    run([BIN / "sgpt", "--chat", "today", sentence])


def chroma(action, sentence, api):
    import chromadb

    client = chromadb.PersistentClient(path=str(HOME / "project/chroma"))
    notes = client.get_or_create_collection("notes")
    if action == "use":
        notes.add(ids=["one", "two"], documents=[sentence, "something else"], embeddings=[[0.1] * 8, [0.2] * 8])
    else:
        notes.delete(ids=["one"])
        assert notes.get(ids=["one"])["documents"] == []


def gradio(action, sentence, api):
    import gradio
    import gradio_client

    with gradio.Blocks() as page:
        question = gradio.Textbox(label="question")
        answer = gradio.Textbox(label="answer")
        logger = gradio.CSVLogger()
        logger.setup([question, answer], str(HOME / "project/.gradio/flagged"))
        ask = gradio.Button("ask")

        def reply(text):
            logger.flag([text, model_api.ANSWER])
            return model_api.ANSWER

        ask.click(reply, question, answer, api_name="ask")
    _, address, _ = page.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True, share=False)
    gradio_client.Client(address, verbose=False).predict(sentence, api_name="/ask")
    page.close()


def mem0(action, sentence, api):
    from mem0 import Memory

    memory = Memory.from_config({
        "llm": {"provider": "openai", "config": {"api_key": "none", "openai_base_url": api, "model": "local"}},
        "embedder": {"provider": "openai", "config": {"api_key": "none", "openai_base_url": api, "model": "local"}},
        "vector_store": {"provider": "qdrant", "config": {"path": str(HOME / "project/qdrant"), "on_disk": True}},
    })
    if action == "use":
        memory.add(sentence, user_id="me", infer=False)
    else:
        memory.delete_all(user_id="me")


def gptme(action, sentence, api):
    os.environ.update(OPENAI_API_KEY="none", OPENAI_BASE_URL=api, GPTME_CHECK="false")
    config = HOME / ".config/gptme"
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.toml").write_text('[env]\nOPENAI_API_KEY = "none"\n')
    run([BIN / "gptme", "--non-interactive", "--no-confirm", "--tools", "save", "-m", "local/local", "--name", "today", sentence])


if __name__ == "__main__":
    program, action, sentence = sys.argv[1:]
    globals()[program](action, sentence, model_api.start())
