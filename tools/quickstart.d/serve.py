"""A stand-in for an inference service: a small HTTP server on the port that Berth claimed for this replica.

GET  /healthz      200 once the "model" is loaded; what Berth probes
POST /v1/complete  completes the text of the body with words of a tiny Markov chain
"""
import json
import os
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CORPUS = (
    "a job that fits the power budget starts at once and a job that does not fit waits until watts are free "
    "the budget is never exceeded and the job that waits is told what it waits for and what would help"
)
LOADING_SECONDS = 1.0
loaded = threading.Event()
followers = {}


def load_model():
    words = CORPUS.split()
    for word, following in zip(words, words[1:]):
        followers.setdefault(word, []).append(following)
    time.sleep(LOADING_SECONDS)
    loaded.set()


def complete(prompt, count=12):
    luck = random.Random(prompt)
    word = prompt.split()[-1] if prompt.split() else "a"
    words = []
    for _ in range(count):
        word = luck.choice(followers.get(word) or sorted(followers))
        words.append(word)
    return " ".join(words)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/healthz":
            self.answer(404, {"error": "not here"})
        else:
            self.answer(200 if loaded.is_set() else 503, {"loaded": loaded.is_set()})

    def do_POST(self):
        if self.path != "/v1/complete" or not loaded.is_set():
            self.answer(404 if loaded.is_set() else 503, {"error": "not here or not yet"})
            return
        prompt = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        self.answer(200, {"completion": complete(prompt), "devices": os.environ.get("CUDA_VISIBLE_DEVICES", "")})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    threading.Thread(target=load_model, daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
