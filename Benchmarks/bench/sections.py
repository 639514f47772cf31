"""The parts of a run. Each takes the run's context and fills rows; servers take turns within every round."""

import json

from . import servers
from .figures import at_least, at_most
from .generator import Void

CHAT_GOALS = {100: 60_000, 1000: 50_000}
RATE = 5000
TAIL_GOAL = 3
CALM_RATE, BURST_PAIRS = 1000, 1000
MEMORY_COUNTS = (10_000, 19_000)
RESUME_CLIENTS = 5000
# Of its core; beyond it the generator may be what limits a figure.
GENERATOR_SHARE_MAX = 90


def chat(run):
    for pairs, goal in CHAT_GOALS.items():
        speed = run.figures.row(f"chat-{pairs}", f"chat, {pairs:,} pairs, closed loop", "messages/s", at_least(goal), ratio=True)
        cpu = run.figures.row(f"chat-{pairs}-cpu", "· server's CPU per message", "µs", digits=1)
        user = run.figures.row(f"chat-{pairs}-user", "· · of it in user mode", "µs", digits=1)
        busy = run.figures.row(f"chat-{pairs}-server", "· server's share of its core", "%")
        share = run.figures.row(f"chat-{pairs}-generator", "· generator's share of its core", "%")
        half = run.figures.row(f"chat-{pairs}-p50", "· send → delivery: p50", "µs")
        most = run.figures.row(f"chat-{pairs}-p99", "· send → delivery: p99", "µs")
        tail = run.figures.row(f"chat-{pairs}-tail", "· p99 ÷ p50", "×", at_most(TAIL_GOAL), digits=2)
        for server in run.each_round(run.servers):
            with run.figure(server, f"chat, {pairs} pairs"), server.start() as running:
                result = run.generator.chat(server, running, "closed", pairs, run.seconds)
                speed.add(server.key, result["per_second"])
                spent = result["server_user"] + result["server_system"]
                messages = result["per_second"] * result["seconds"]
                cpu.add(server.key, spent / messages * 1e6)
                user.add(server.key, result["server_user"] / messages * 1e6)
                busy.add(server.key, spent / result["seconds"] * 100)
                share.add(server.key, result["generator_share"] * 100)
                half.add(server.key, result["delivery_p50_us"])
                most.add(server.key, result["delivery_p99_us"])
                tail.add(server.key, result["delivery_p99_us"] / max(result["delivery_p50_us"], 1))
        speed.limited = {key for key in speed.values if share.median(key) > GENERATOR_SHARE_MAX}


def latency(run):
    title = f"send → delivery at {RATE:,} messages/s, 100 pairs"
    half = run.figures.row("latency-p50", f"{title}: p50", "µs", at_most(250), ratio=True)
    most = run.figures.row("latency-p99", f"{title}: p99", "µs", at_most(1000), ratio=True)
    ratio = run.figures.row("latency-ratio", "· p99 ÷ that of the C relay + fdatasync", "×", at_most(3), digits=2)
    ack = run.figures.row("latency-ack-p99", "· send → ack, p99", "µs")
    cpu = run.figures.row("latency-cpu", "· server's CPU per message", "µs", digits=1)
    late = run.figures.row("latency-lateness", "· generator: p99 of due → sent", "µs")
    share = run.figures.row("latency-generator", "· generator's share of its core, apart from looking", "%")
    for server in run.each_round(run.servers):
        with run.figure(server, "latency"), server.start() as running:
            result = run.generator.chat(server, running, "rate", 100, run.seconds, RATE)
            half.add(server.key, result["delivery_p50_us"])
            most.add(server.key, result["delivery_p99_us"])
            if server.with_acks:
                ack.add(server.key, result["ack_p99_us"])
            cpu.add(server.key, (result["server_user"] + result["server_system"]) / result["sent"] * 1e6)
            late.add(server.key, result["lateness_p99_us"])
            share.add(server.key, result["generator_share"] * 100)
    base = most.median("relay-sync")
    for key in most.values:
        if base and key != "relay-sync":
            ratio.add(key, most.median(key) / base)


def burst(run):
    """What a calm chat pays for what has just been."""
    title = f"{CALM_RATE:,} messages/s right after a closed loop of {BURST_PAIRS:,} pairs"
    half = run.figures.row("burst-p50", f"{title}: p50", "µs", ratio=True)
    most = run.figures.row("burst-p99", f"{title}: p99", "µs", at_most(10_000), ratio=True)
    for server in run.each_round(run.servers):
        with run.figure(server, "burst"), server.start() as running:
            result = run.generator.chat(server, running, "burst", BURST_PAIRS, run.seconds, CALM_RATE)
            half.add(server.key, result["delivery_p50_us"])
            most.add(server.key, result["delivery_p99_us"])


def memory(run):
    """Resident memory beyond that of the server without connections, by connection. It hardly varies: fewer rounds."""
    rows = {
        count: run.figures.row(f"memory-{count}", f"memory per idle connection at {count:,}", "KiB", at_most(6), digits=2, ratio=True)
        for count in MEMORY_COUNTS}
    for server in run.each_round(run.of("beckon", "fastapi", "node", "relay"), rounds=run.memory_rounds):
        with run.figure(server, "memory"), server.start() as running:
            before = running.resident_kib()
            with run.generator.open(running, "idle", max(MEMORY_COUNTS)) as idle:
                for count in MEMORY_COUNTS:
                    idle.ask(count)
                    rows[count].add(server.key, (running.resident_kib() - before) / count)


def start(run):
    row = run.figures.row("start", "start → ready, no data", "ms", at_most(100), ratio=True)
    for server in run.each_round(run.of("beckon", "fastapi", "node", "relay")):
        with run.figure(server, "start"), server.start() as running:
            row.add(server.key, running.start_ms)


def resume(run):
    """A restart with SIGTERM; clients come back within what `going_away` says, or, when nobody listens yet, after a jittered delay."""
    done = run.figures.row("resume", f"{RESUME_CLIENTS:,} clients resume after a restart: the last is caught up", "s", at_most(5), digits=2)
    half = run.figures.row("resume-p50", "· half of them are, after", "s", digits=2)
    back = run.figures.row("resume-back", "· counted from the first who was back", "s", digits=2)
    for server in run.each_round(run.of("beckon"), rounds=run.resume_rounds):
        with run.figure(server, "resume"), run.directory() as data:
            port = servers.free_port()
            with server.start(data, port) as first, run.generator.open(first, "resume", RESUME_CLIENTS) as clients:
                if clients.answer() != "ready":
                    raise Void("the clients could not be made")
                first.stop()
                with server.start(data, port):
                    result = json.loads(clients.answer())
            done.add(server.key, result["since_first_lost"])
            half.add(server.key, result["p50_since_first_lost"])
            back.add(server.key, result["since_first_back"])
