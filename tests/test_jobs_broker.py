"""The folder as broker, without Celery: what kombu is promised."""

import multiprocessing
import time
from collections import Counter, defaultdict
from queue import Empty

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from kombu import Connection

from jobs.broker import MESSAGE

SENDERS, RECEIVERS, EACH = 4, 3, 75


def connect(folder):
    return Connection(
        "localhost", transport="jobs.broker:Transport", transport_options={"folder": str(folder)}
    )


def send_many(folder, sender):
    with connect(folder) as connection:
        queue = connection.SimpleQueue("bells")
        for number in range(EACH):
            queue.put([sender, number])


def receive_all(folder, all_sent, received):
    with connect(folder) as connection:
        queue = connection.SimpleQueue("bells")
        while True:
            was_all = all_sent.is_set()
            try:
                message = queue.get(timeout=0.3)
            except Empty:
                if was_all:
                    return
            else:
                received.put(message.payload)
                message.ack()


def test_many_senders_and_receivers_lose_and_double_nothing(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    received, all_sent = spawn.Queue(), spawn.Event()
    senders = [spawn.Process(target=send_many, args=(tmp_path, n)) for n in range(SENDERS)]
    reception = (tmp_path, all_sent, received)
    receivers = [spawn.Process(target=receive_all, args=reception) for _ in range(RECEIVERS)]

    for process in [*receivers, *senders]:
        process.start()
    for process in senders:
        process.join()
    all_sent.set()
    got = Counter(tuple(received.get(timeout=30)) for _ in range(SENDERS * EACH))
    for process in receivers:
        process.join()

    assert received.empty()
    assert got == Counter((sender, number) for sender in range(SENDERS) for number in range(EACH))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


class Queues(RuleBasedStateMachine):
    """Whatever is done in whatever order, a queue is first in, first out, and its own."""

    names = st.sampled_from(["celery", "../up", "a/b", "", ".", "Hội An", "x" * 60])

    @initialize()
    def begin(self):
        self.connection = connect(self.folder)
        self.channel = self.connection.channel()
        self.model = defaultdict(list)
        for queue in ("celery", "../up", "a/b", "", ".", "Hội An", "x" * 60):
            self.channel._purge(queue)

    @rule(queue=names, content=st.text(max_size=20))
    def put(self, queue, content):
        time.sleep(0.000001)  # the clock orders them
        self.channel._put(queue, {"content": content})
        self.model[queue].append({"content": content})

    @rule(queue=names)
    def get(self, queue):
        if self.model[queue]:
            assert self.channel._get(queue) == self.model[queue].pop(0)
        else:
            with pytest.raises(Empty):
                self.channel._get(queue)

    @rule(queue=names)
    def purge(self, queue):
        assert self.channel._purge(queue) == len(self.model.pop(queue, []))

    @rule(queue=names)
    def size(self, queue):
        assert self.channel._size(queue) == len(self.model[queue])

    def teardown(self):
        if hasattr(self, "connection"):
            self.connection.release()
        assert not list(self.folder.parent.glob("up*"))


def test_queues_are_first_in_first_out_and_stay_in_their_folder(tmp_path):
    class QueuesHere(Queues):
        folder = tmp_path / "queue"

    case = QueuesHere.TestCase
    case.settings = settings(
        max_examples=15, stateful_step_count=15, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    case("runTest").runTest()


def test_unacknowledged_message_comes_again_when_its_receiver_leaves(tmp_path):
    send = connect(tmp_path).SimpleQueue("bells")
    send.put("ring")

    with connect(tmp_path) as leaving:
        leaving.SimpleQueue("bells").get(timeout=1)

    with connect(tmp_path) as connection:
        assert connection.SimpleQueue("bells").get(timeout=1).payload == "ring"


def test_rejected_message_comes_again_only_if_it_is_to(tmp_path):
    with connect(tmp_path) as connection:
        queue = connection.SimpleQueue("bells")
        queue.put("ring")

        queue.get(timeout=1).requeue()
        queue.get(timeout=1).reject()

        assert queue.qsize() == 0


def test_damaged_message_is_laid_aside_and_the_next_comes(tmp_path, caplog):
    with connect(tmp_path) as connection:
        channel = connection.channel()
        channel._put("bells", {"number": 1})
        (tmp_path / "bells.queue" / f"0{MESSAGE}").write_text("{half a mess")

        assert channel._get("bells") == {"number": 1}

    assert [record.levelname for record in caplog.records] == ["ERROR"]
