#!/usr/bin/env python3
"""Runs llama.cpp's own HTTP server, as the package xllamacpp carries it, until it is ended.

Usage: model_server.py MODEL.gguf --host ADDRESS --port PORT
The key, if there is one, comes from the variable LLAMA_API_KEY. Says "ready" once it listens.
"""
import argparse
import os
import signal

import xllamacpp

options = argparse.ArgumentParser()
options.add_argument("model")
options.add_argument("--host", default="127.0.0.1")
options.add_argument("--port", type=int, default=8080)
given = options.parse_args()

parameters = xllamacpp.CommonParams()
parameters.model.path = given.model
parameters.n_ctx = 512
parameters.n_parallel = 1
parameters.warmup = False
parameters.hostnames = [given.host]
parameters.port = given.port
parameters.endpoint_slots = True
if os.environ.get("LLAMA_API_KEY"):
    parameters.api_keys = [os.environ["LLAMA_API_KEY"]]
server = xllamacpp.Server(parameters)
print("ready", server.listening_address, flush=True)
signal.pause()
