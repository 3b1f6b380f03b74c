"""What a process of a benchmark does: it knows the PDF and no room that Django must set up."""

import resource
import time
from multiprocessing.connection import Connection

SECONDS = 12


def work(html: str, pipe: Connection) -> None:
    from documents import pdf  # after the process has begun, as in a worker

    pdf.warm_up()
    pdf.render_pdf(html, identifier=b"warm")
    pipe.send("warm")
    pipe.recv()
    begun, busy, made = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - begun < SECONDS:
        pdf.render_pdf(html, identifier=b"bench")
        made += 1
    pipe.send((made, time.process_time() - busy, (time.perf_counter() - begun) / 60))


def fifty_pages(html: str, pipe: Connection) -> None:
    """The most memory a process needs for the brief five times over, as one document."""
    from documents import pdf

    head, rest = html.split("<body>")
    pdf.warm_up()
    made = pdf.render_pdf(
        f"{head}<body>{rest.split('</body>')[0] * 5}</body></html>", identifier=b"bench"
    )
    if made.pages < 50:
        raise RuntimeError(f"only {made.pages} pages")
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
