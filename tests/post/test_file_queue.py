"""The queue of the portal on one machine: messages are files."""

import pytest
from kombu import Connection

from alliance import file_queue


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    with Connection("files://localhost//", transport_options=folders) as queue:
        yield queue.channel()


def test_nobody_finds_a_message_before_it_is_whole(channel, monkeypatch, tmp_path):
    whole = file_queue.dumps

    def looked_at_meanwhile(payload):
        assert channel._size("quick") == 0
        return whole(payload)

    monkeypatch.setattr(file_queue, "dumps", looked_at_meanwhile)
    channel._put("quick", {"task": "post.sweep", "of": "Señor Ó"})
    assert (channel._size("quick"), channel._size("bulk")) == (1, 0)
    assert channel._get("quick") == {"task": "post.sweep", "of": "Señor Ó"}
    assert list(tmp_path.iterdir()) == []


def test_messages_come_in_the_order_in_which_they_were_put(channel, monkeypatch):
    for number, moment in enumerate((1000.1, 1000.2, 1000.3)):
        monkeypatch.setattr(file_queue, "monotonic", lambda moment=moment: moment)
        channel._put("bulk", {"number": number})
    assert [channel._get("bulk")["number"] for _ in range(3)] == [0, 1, 2]
