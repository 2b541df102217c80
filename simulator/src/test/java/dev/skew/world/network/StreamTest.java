package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skew.kernel.SimTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams on sound links, and what becomes of them when a process ends. */
class StreamTest {

  private static final Duration LATENCY = Duration.ofMillis(5);
  private static final long MILLI = SimTime.MILLISECOND;

  @Test
  void aMessageThatNothingHoldsUpCostsOneEvent() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    long before = net.eventsRun();

    for (int i = 0; i < 1000; i++) {
      net.send(0, 1, Channel.RAFT_MESSAGE, i);
      net.runFor(2 * MILLI);
    }
    net.runFor(10 * MILLI);

    assertThat(net.eventsRun() - before).isEqualTo(1000);
    assertThat(net.received(1)).hasSize(1000).isSorted();
    assertThat(net.queue.isEmpty()).isTrue();
  }

  @Test
  void aQuietConnectionOnSoundLinksLastsAndCostsNothing() {
    TestNetwork net = connected(Channel.RAFT_APPEND);

    net.runFor(60 * SimTime.MINUTE);
    net.send(0, 1, Channel.RAFT_APPEND, 1);
    net.drain();

    assertThat(net.received(1)).containsExactly(1L);
    assertThat(net.news(1, "disconnect")).isEmpty();
  }

  @Test
  void theFirstMessageWaitsForTheHandshake() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.drain();

    assertThat(net.news(1, "message").get(0).atMillis()).isEqualTo(15.0);
  }

  @Test
  void aReplyTakesTheConnectionOfItsRequest() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(1, 0, Channel.CLIENT_REPLY, 99);
    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.runFor(20 * MILLI);
    net.send(1, 0, Channel.CLIENT_REPLY, 2);
    net.drain();

    assertThat(net.received(0)).containsExactly(2L);
    assertThat(net.news(1, "unreachable"))
        .extracting(TestNetwork.News::number)
        .containsExactly(99L);
  }

  @Test
  void aLargeMessageNeedsSeveralRoundTrips() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    long sentNanos = net.queue.nowNanos();

    net.network.send(
        net.node(0), net.node(1), Channel.RAFT_MESSAGE, new TestNetwork.Numbered(1, 1_000_000));
    net.drain();

    // 691 packets from a window of 10 that doubles: seven flights, six round trips and one way.
    double tookMillis = (net.news(1, "message").get(0).atNanos() - sentNanos) / 1e6;
    assertThat(tookMillis).isCloseTo(65, within(10.0));
  }

  @Test
  void bandwidthSpreadsABurst() {
    TestNetwork net = connected(Channel.STORE);
    net.network.addOverlay(
        "narrow", LinkSelector.all(), LinkProfile.CLEAN.withBandwidth(Bandwidth.of(1_000_000)));
    long sentNanos = net.queue.nowNanos();

    for (int i = 0; i < 100; i++) {
      net.network.send(net.node(0), net.node(1), Channel.STORE, new TestNetwork.Numbered(i, 1250));
    }
    net.drain();

    // 125 kB at 1 Mbit/s.
    double tookMillis = (net.news(1, "message").get(99).atNanos() - sentNanos) / 1e6;
    assertThat(net.received(1)).hasSize(100).isSorted();
    assertThat(tookMillis).isBetween(1000.0, 1100.0);
  }

  @Test
  void aCrashIsSeenByThePeerAfterOneLatencyAndDialsAreRefused() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    long crashedNanos = net.queue.nowNanos();

    net.network.processDown(net.node(0));
    net.runFor(500 * MILLI);

    assertThat(net.news(1, "disconnect")).hasSize(1);
    assertThat(net.news(1, "disconnect").get(0).atNanos()).isEqualTo(crashedNanos + 5 * MILLI);
    assertThat(net.news(1, "connect")).hasSize(1);
    assertThat(net.news(0, "disconnect")).isEmpty();
  }

  @Test
  void whatTheCrashedProcessHadSentStillArrives() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);

    net.send(0, 1, Channel.RAFT_MESSAGE, 1);
    net.network.processDown(net.node(0));
    net.runFor(100 * MILLI);

    assertThat(net.received(1)).containsExactly(1L);
  }

  @Test
  void aStreamIsBackWithinARedialOfTheRestart() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    net.network.processDown(net.node(0));
    net.runFor(730 * MILLI);
    long restartedNanos = net.queue.nowNanos();

    net.network.processUp(net.node(0));
    net.runFor(SimTime.SECOND);

    List<TestNetwork.News> connects = net.news(0, "connect");
    long tookNanos = connects.get(connects.size() - 1).atNanos() - restartedNanos;
    assertThat(tookNanos).isBetween(0L, 120 * MILLI);
  }

  @Test
  void aRestartedReaderDialsAtOnce() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    net.network.processDown(net.node(1));
    net.runFor(730 * MILLI);
    long restartedNanos = net.queue.nowNanos();

    net.network.processUp(net.node(1));
    net.runFor(SimTime.SECOND);

    List<TestNetwork.News> connects = net.news(1, "connect");
    long tookNanos = connects.get(connects.size() - 1).atNanos() - restartedNanos;
    assertThat(tookNanos).isEqualTo(20 * MILLI);
  }

  @Test
  void messagesToACrashedNodeAreReportedUnreachable() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    net.network.processDown(net.node(1));
    net.runFor(100 * MILLI);

    net.send(0, 1, Channel.RAFT_MESSAGE, 1);
    net.runFor(100 * MILLI);

    assertThat(net.news(0, "unreachable")).extracting(TestNetwork.News::number).containsExactly(1L);
    assertThat(net.counters(0, 1).messagesInFlight()).isZero();
  }

  @Test
  void whatFindsNoStreamTakesThePipeline() {
    TestNetwork net = connected(Channel.RAFT_MESSAGE);
    net.network.processDown(net.node(1));
    net.runFor(100 * MILLI);
    net.network.processUp(net.node(1));

    // The stream needs three latencies until the sender may write; the pipeline carries this.
    net.send(0, 1, Channel.RAFT_MESSAGE, 1);
    net.runFor(100 * MILLI);

    assertThat(net.received(1)).containsExactly(1L);
    assertThat(net.news(1, "message").get(0).channel()).isEqualTo(Channel.RAFT_MESSAGE);
  }

  @Test
  void anAbandonedConnectionIsDialledAnew() {
    TestNetwork net = connected(Channel.CLIENT_REQUEST);

    net.network.abandon(net.node(0), net.node(1), Channel.CLIENT_REQUEST);
    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.drain();

    assertThat(net.news(0, "connect")).hasSize(2);
    assertThat(net.news(0, "disconnect")).isEmpty();
    assertThat(net.news(1, "disconnect")).hasSize(1);
    assertThat(net.received(1)).containsExactly(1L);
  }

  private static TestNetwork connected(Channel channel) {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.connect(0, 1, channel);
    net.runFor(100 * MILLI);
    return net;
  }
}
