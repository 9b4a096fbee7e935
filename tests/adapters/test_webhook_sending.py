"""One event, one request: where it may lead, what it takes along, how long it may last."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hooks import HERE, Receiver, answers, drops, here, receiving

from governance.adapters.webhooks import (
    Networks,
    Outcome,
    Parcel,
    Sender,
    checked_address,
    networks_from,
)
from governance.adapters.webhooks.sending import LONGEST_ASKED
from governance.domain.errors import Unusable

NOBODYS = Networks()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def parcel(address: str, body: bytes = b"{}") -> Parcel:
    return Parcel(address, body, {"Content-Type": "application/json"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",  # an address to refuse
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "not an address",
    ],
)
def test_no_private_address_is_connected_to(address: str) -> None:
    assert NOBODYS.trouble(address) is not None
    sender = Sender(NOBODYS, resolve=lambda *_: [address])
    answer = sender.send(parcel("https://hooks.example.org/"))
    assert answer.outcome is Outcome.FAILED
    assert answer.detail is not None
    assert answer.detail.code in ("webhook.address_private", "webhook.address_nobody")


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:4009::1", "64:ff9b::808:808"])
def test_the_internet_at_large_is_open(address: str) -> None:
    assert NOBODYS.trouble(address) is None
    assert NOBODYS.trouble(address, plain=True) is not None


def test_one_private_address_among_several_closes_all_of_them(receiver: Receiver) -> None:
    sender = Sender(NOBODYS, resolve=lambda *_: ["8.8.8.8", "127.0.0.1"])
    assert sender.send(parcel(receiver.url)).outcome is Outcome.FAILED
    assert receiver.taken == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost"])
def test_odd_spellings_are_looked_at_as_what_they_lead_to(host: str, receiver: Receiver) -> None:
    answer = Sender(NOBODYS).send(parcel(f"http://{host}:{receiver.port}/"))
    assert answer.outcome is Outcome.FAILED
    assert answer.detail is not None
    assert answer.detail.code in ("webhook.plain_outside", "webhook.no_such_host")
    assert receiver.taken == []


def test_a_name_is_looked_up_once_and_that_very_address_is_connected_to(
    receiver: Receiver,
) -> None:
    """A name that answers with another address the second time leads nowhere else."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        del port
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    sender = Sender(HERE, resolve=resolve)
    address = f"http://hooks.example.org:{receiver.port}/x"
    assert sender.send(parcel(address)).outcome is Outcome.SENT
    assert asked == ["hooks.example.org"]
    assert receiver.taken[0].headers["host"] == f"hooks.example.org:{receiver.port}"
    again = sender.send(parcel(address))
    assert again.detail is not None
    assert (again.outcome, again.detail.code) == (Outcome.FAILED, "webhook.plain_outside")
    assert asked == ["hooks.example.org"] * 2
    assert len(receiver.taken) == 1


def test_proxies_of_the_environment_are_left_alone(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert here().send(parcel(receiver.url)).outcome is Outcome.SENT


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    for status in (301, 302, 303, 307, 308):
        receiver.behaves = answers(status, Location=f"http://127.0.0.1:{receiver.port}/other")
        answer = here().send(parcel(receiver.url))
        assert (answer.outcome, answer.status) == (Outcome.FAILED, status)
    assert {one.path for one in receiver.taken} == {"/hook?a=b"}


def test_the_next_address_is_tried_where_one_does_not_connect(receiver: Receiver) -> None:
    sender = here(resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    address = f"http://hooks.example.org:{receiver.port}/"
    assert sender.send(parcel(address)).outcome is Outcome.SENT


def test_a_huge_answer_is_not_read(receiver: Receiver) -> None:
    written: list[int] = []

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**10))
        handler.end_headers()
        try:
            for _ in range(2000):
                handler.wfile.write(b"x" * 65536)
                written.append(65536)
        except OSError:
            pass

    receiver.behaves = behave
    assert here().send(parcel(receiver.url)).outcome is Outcome.SENT
    assert sum(written) < 50_000_000


def test_an_answer_that_drips_ends_with_the_time_of_the_attempt(receiver: Receiver) -> None:
    over = threading.Event()

    def behave(handler: BaseHTTPRequestHandler) -> None:
        try:
            while not over.wait(0.05):
                handler.wfile.write(b"H")
                handler.wfile.flush()
        except OSError:
            pass

    receiver.behaves = behave
    answer = here(whole=0.5).send(parcel(receiver.url))
    over.set()
    assert answer.detail is not None
    assert answer.outcome is Outcome.UNCERTAIN
    assert answer.detail.code in ("webhook.no_answer_in_time", "webhook.broken_off")
    assert answer.milliseconds >= 400


def test_an_answer_that_never_comes_is_uncertain_and_one_that_drops_too(
    receiver: Receiver,
) -> None:
    receiver.behaves = lambda _: time.sleep(1)
    answer = here(whole=0.3).send(parcel(receiver.url))
    assert answer.detail is not None
    assert (answer.outcome, answer.detail.code) == (Outcome.UNCERTAIN, "webhook.no_answer_in_time")
    receiver.behaves = drops
    answer = here().send(parcel(receiver.url))
    assert answer.detail is not None
    assert (answer.outcome, answer.detail.code) == (Outcome.UNCERTAIN, "webhook.broken_off")


@pytest.mark.parametrize("asked", ["9" * 5000, "0" * 5000 + "60", "60", "soon", "1" * 7])
def test_whatever_time_is_asked_for_a_refusal_is_certain(receiver: Receiver, asked: str) -> None:
    receiver.behaves = answers(503, Retry_After=asked)
    answer = here().send(parcel(receiver.url))
    assert (answer.outcome, answer.status) == (Outcome.FAILED, 503)
    wait = answer.retry_after
    assert wait == {"soon": None, "9": LONGEST_ASKED, "1": LONGEST_ASKED}.get(
        asked if asked == "soon" else asked[0], dt.timedelta(seconds=60)
    )


def test_a_name_that_is_not_looked_up_in_time_is_no_doubt(receiver: Receiver) -> None:
    answered = threading.Event()
    waited: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        del port
        answered.wait(10)
        waited.append(host)
        return ["127.0.0.1"]

    try:
        answer = here(resolve=resolve, whole=0.3).send(parcel(receiver.url))
        assert waited == []
    finally:
        answered.set()
    assert answer.outcome is Outcome.FAILED
    assert answer.detail is not None
    assert answer.detail.code == "webhook.no_connection_in_time"
    assert receiver.taken == []


def test_nobody_there_is_no_doubt(receiver: Receiver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    answer = here().send(parcel(f"http://127.0.0.1:{port}/"))
    assert answer.detail is not None
    assert (answer.outcome, answer.detail.code) == (Outcome.FAILED, "webhook.no_connection")
    answer = here(resolve=lambda *_: []).send(parcel("http://hooks.example.org/"))
    assert answer.detail is not None
    assert answer.detail.code == "webhook.no_such_host"


def certificate(folder: Path, host: str) -> Path:
    """A certificate for a host that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pkcs = serialization.PrivateFormat.PKCS8
    file = folder / f"{host}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, pkcs, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_over_tls_the_name_counts_though_its_address_is_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "hooks.example.org")
    named: list[str | None] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    tls.sni_callback = lambda _, name, __: named.append(name)
    with receiving(tls) as receiver:
        resolve = {"resolve": lambda *_: ["127.0.0.1"]}
        good = parcel(f"https://hooks.example.org:{receiver.port}/")
        untrusted = here(**resolve).send(good)
        assert untrusted.outcome is Outcome.FAILED
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert here(**resolve).send(good).outcome is Outcome.SENT
        assert named[-1] == "hooks.example.org"
        other = parcel(f"https://others.example.org:{receiver.port}/")
        wrong = here(**resolve).send(other)
        assert wrong.outcome is Outcome.FAILED
        assert len(receiver.taken) == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "webhook.address_unusable"),
        ("hooks.example.org", "webhook.address_unusable"),
        ("ftp://hooks.example.org/", "webhook.address_unusable"),
        ("file:///etc/passwd", "webhook.address_unusable"),
        ("https://", "webhook.address_unusable"),
        ("https://hooks.example.org:0/", "webhook.address_unusable"),
        ("https://hooks.example.org:99999/", "webhook.address_unusable"),
        ("https://hooks example.org/", "webhook.address_unusable"),
        ("https://hooks.example.org\\@evil.example/", "webhook.address_unusable"),
        ("https://hôoks.example.org/", "webhook.address_unusable"),
        ("https://-x.example.org/", "webhook.address_unusable"),
        ("https://" + "x" * 3000, "webhook.address_unusable"),
        ("https://user@hooks.example.org/", "webhook.address_with_more"),
        ("https://user:pass@hooks.example.org/", "webhook.address_with_more"),
        ("https://hooks.example.org/#x", "webhook.address_with_more"),
        ("http://hooks.example.org/", "webhook.address_plain"),
        ("https://127.0.0.1/", "webhook.address_private"),
        ("https://[::1]/", "webhook.address_private"),
        ("https://169.254.169.254/latest/meta-data", "webhook.address_private"),
    ],
)
def test_an_address_is_looked_at_as_it_is_typed(address: str, code: str) -> None:
    with pytest.raises(Unusable) as wrong:
        checked_address(address, NOBODYS)
    assert wrong.value.problems[0].code == code


def test_private_networks_are_those_the_settings_name() -> None:
    found = networks_from(" 10.1.0.0/16, 192.0.2.7 ,, fd00::/8")
    assert found.named == tuple(
        ip_network(one) for one in ("10.1.0.0/16", "192.0.2.7/32", "fd00::/8")
    )
    assert found.trouble("10.1.2.3", plain=True) is None
    assert found.trouble("::ffff:10.1.2.3") is None
    assert found.trouble("10.2.0.1") is not None
    assert networks_from("").named == ()
    assert checked_address(" http://10.1.2.3:8080/x ", found) == "http://10.1.2.3:8080/x"
    for wrong in ("10.1.0.1/16", "somewhere", "10.1.0.0-10.2.0.0"):
        with pytest.raises(Unusable):
            networks_from(wrong)
