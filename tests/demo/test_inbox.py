"""The inbox takes what SNS delivers, once, as text, and goes nowhere that it was not told to go."""

import json
import mailbox
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3

from demo.inbox import Inbox
from demo.pages import Room, serving


class Cloud(HTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), CloudHandler)
        self.asked = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class CloudHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def cloud():
    with Cloud() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def inbox(cloud, tmp_path):
    return Inbox(cloud=cloud.address, mbox=tmp_path / "mbox")


@pytest.fixture
def http(inbox):
    with serving(Room(inbox=inbox)) as server, urllib3.PoolManager(retries=False) as pool:
        yield lambda method, path, **options: pool.request(method, server.address + path, **options)


def notification(**over):
    plain = {"Type": "Notification", "MessageId": "1", "Subject": "[ACT] OFAC +1", "Message": "WHAT  one\n",
             "Timestamp": "2026-11-23T10:30:00.000Z",
             "MessageAttributes": {"class": {"Type": "String", "Value": "ACT"}}}  # fmt: skip
    return plain | over


def test_a_notification_becomes_a_mail_with_subject_text_and_attributes(http):
    http("POST", "/sns/alerts", body=json.dumps(notification()))
    (mail,) = http("GET", "/messages.json").json()
    assert mail == {
        "number": 1, "box": "alerts", "sender": "sanctionwire", "subject": "[ACT] OFAC +1", "body": "WHAT  one\n",
        "at": "2026-11-23T10:30:00.000Z", "attributes": {"class": "ACT"}, "message_id": "1", "edition": 0,
    }  # fmt: skip
    assert http("GET", "/messages.json?after=1").json() == []


def test_a_repeat_of_the_same_message_is_dropped(http, inbox):
    for number in ("1", "1", "2"):
        http("POST", "/sns/alerts", body=json.dumps(notification(MessageId=number)))
    assert len(inbox.mails()) == 2


def test_operator_notices_are_told_apart_from_alerts(http, inbox):
    http("POST", "/sns/operator", body=json.dumps(notification()))
    assert inbox.mails()[0].sender == "sanctionwire operator"


def test_a_subscription_is_confirmed_at_the_local_cloud(http, inbox, cloud):
    url = f"{cloud.address}/?Action=ConfirmSubscription&Token=abc"
    http("POST", "/sns/alerts", body=json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": url}))
    assert cloud.asked == ["/?Action=ConfirmSubscription&Token=abc"]
    assert inbox.confirmed == {"alerts"}


def test_a_confirmation_that_leads_elsewhere_reaches_only_the_local_cloud(http, inbox, cloud):
    for url in ("https://evil.example/?Action=ConfirmSubscription&Token=abc", "file:///etc/passwd", "nonsense"):
        http("POST", "/sns/alerts", body=json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": url}))
    assert cloud.asked == ["/?Action=ConfirmSubscription&Token=abc"]


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"Type": "Else"}'])
def test_what_is_not_a_notification_is_not_a_mail(http, inbox, body):
    assert http("POST", "/sns/alerts", body=body).status in {200, 400}
    assert inbox.mails() == []


def test_an_unknown_box_takes_nothing(http, inbox):
    assert http("POST", "/sns/else", body=json.dumps(notification())).status == 404
    assert inbox.mails() == []


def test_line_breaks_in_a_subject_and_tricks_with_direction_are_taken_out(http, inbox):
    http(
        "POST",
        "/sns/alerts",
        body=json.dumps(notification(Subject="a\r\nBcc: x\u202eb", Message="a\u202eb\x1b[2J\n\tc")),
    )
    (mail,) = inbox.mails()
    assert mail.subject == "a Bcc: xb"
    assert mail.body == "ab[2J\n\tc"


def test_without_a_subject_the_first_line_stands_for_it(http, inbox):
    http("POST", "/sns/alerts", body=json.dumps(notification(Subject=None, Message="first\nsecond")))
    assert inbox.mails()[0].subject == "first"


def test_mails_are_kept_in_a_mailbox_file_that_mail_programs_read(http, tmp_path):
    http(
        "POST", "/sns/alerts", body=json.dumps(notification(Subject="[ACT] Société", Message="naïve 陈志\nFrom here\n"))
    )
    box = mailbox.mbox(tmp_path / "mbox")
    (message,) = list(box)
    box.close()
    assert "ACT" in str(message["Subject"])
    assert "陈志" in message.get_payload(decode=True).decode()


def test_waiting_ends_when_a_mail_arrives(http, inbox):
    threading.Timer(0.05, lambda: http("POST", "/sns/alerts", body=json.dumps(notification()))).start()
    assert [mail.number for mail in inbox.wait(0, seconds=30)] == [1]


def test_attributes_of_no_known_shape_are_left_out(http, inbox):
    http("POST", "/sns/alerts", body=json.dumps(notification(MessageAttributes=[1])))
    assert inbox.mails()[0].attributes == {}
