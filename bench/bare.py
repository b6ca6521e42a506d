"""The limit of the HTTP figures: a bare FastAPI route that validates the same body and answers a constant."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from queue_service.web.counter import CallNext
from queue_service.web.kiosk import NewTicket

app = FastAPI()
ANSWER = b'{"id":"261124-B001"' + b'"padding":"' + b"x" * 560 + b'"}'  # as long as a ticket's answer


@app.post("/api/v1/sites/{site}/tickets")
async def take_number(site: str, new: NewTicket) -> Response:
    return Response(ANSWER, 201, media_type="application/json")


@app.post("/calls/{number}")
async def call_next(number: int, wanted: CallNext) -> Response:
    return Response(ANSWER, 200, media_type="application/json")


@app.post("/api/v1/sites/{site}/counters/{number}/{verb}")
async def act(site: str, number: int, verb: str, wanted: CallNext) -> Response:
    return Response(ANSWER, 200, media_type="application/json")


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
