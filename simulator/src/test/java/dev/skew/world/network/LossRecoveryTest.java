package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skew.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When a TCP sender finds out what was lost; one-way latency 5 ms unless it says otherwise. */
class LossRecoveryTest {

  private static final Duration LATENCY = Duration.ofMillis(5);
  private static final long MILLI = SimTime.MILLISECOND;
  private static final Channel CHANNEL = Channel.STORE;

  @Test
  void aLoneLostPacketWaitsForTheMinimumTimeout() {
    TestNetwork net = connected();

    double tookMillis = loseThenSend(net, 1, 0);

    // RTO = srtt + 200 ms = 210 ms, in jiffies of 4 ms and never early, and one way.
    assertThat(tookMillis).isBetween(215.0, 225.0);
    assertThat(net.counters(0, 1).retransmittedPackets()).isEqualTo(1);
  }

  @Test
  void laterTrafficOnTheConnectionRevealsALossAfterOneRoundTrip() {
    TestNetwork net = connected();

    double tookMillis = loseThenSend(net, 1, 50);

    // Sent 50 ms later, acknowledged 10 ms after that, repaired one way later.
    assertThat(tookMillis).isEqualTo(65.0);
    assertThat(net.received(1)).containsExactly(1L, 2L);
  }

  @Test
  void whatArrivesBehindALossIsHeldUpAndComesInOrder() {
    TestNetwork net = connected();

    loseThenSend(net, 1, 50);

    List<TestNetwork.News> news = net.news(1, "message");
    assertThat(news.get(0).atNanos()).isEqualTo(news.get(1).atNanos());
  }

  @Test
  void aLostTailOfSeveralIsProbedAfterTwoRoundTrips() {
    TestNetwork net = connected();
    long sentNanos = net.queue.nowNanos();
    net.send(0, 1, CHANNEL, 1);
    OverlayId loss = cutSilently(net);
    net.send(0, 1, CHANNEL, 2);
    net.runFor(MILLI);
    net.network.removeOverlay(loss);
    net.drain();

    // The acknowledgement of the first sets the timer anew: one packet is out, so as for an RTO.
    double tookMillis = (net.news(1, "message").get(1).atNanos() - sentNanos) / 1e6;
    assertThat(tookMillis).isBetween(215.0, 240.0);
  }

  @Test
  void twoLostPacketsAreRepairedByTheProbe() {
    TestNetwork net = connected();
    long sentNanos = net.queue.nowNanos();
    OverlayId loss = cutSilently(net);
    net.send(0, 1, CHANNEL, 1);
    net.send(0, 1, CHANNEL, 2);
    net.runFor(MILLI);
    net.network.removeOverlay(loss);
    net.drain();

    // Probe after 2 srtt + 2 ms in jiffies; its SACK tells of the first; that is sent again.
    double tookMillis = (net.news(1, "message").get(0).atNanos() - sentNanos) / 1e6;
    assertThat(tookMillis).isBetween(37.0, 45.0);
    assertThat(net.received(1)).containsExactly(1L, 2L);
  }

  @Test
  void timeoutsDoubleWhileNothingComesThrough() {
    TestNetwork net = connected();
    long sentNanos = net.queue.nowNanos();
    PartitionId cut = net.network.partition(Partition.isolate("cut", List.of(net.node(0))));
    net.send(0, 1, CHANNEL, 1);
    net.runFor(1000 * MILLI);
    net.network.heal(cut);
    net.drain();

    // Probe at 0.21 s, time-outs 0.21, 0.42 and 0.84 s later: the one at about 1.7 s gets through.
    double tookMillis = (net.news(1, "message").get(0).atNanos() - sentNanos) / 1e6;
    assertThat(tookMillis).isBetween(1650.0, 1850.0);
  }

  @Test
  void aLostAcknowledgementDelaysNothingWhenLaterOnesArrive() {
    TestNetwork net = connected();
    OverlayId loss =
        net.network.addOverlay(
            "acks", LinkSelector.link(net.node(1), net.node(0)), LinkProfile.CLEAN.withLoss(1));
    net.send(0, 1, CHANNEL, 1);
    net.runFor(20 * MILLI);
    net.network.removeOverlay(loss);
    net.send(0, 1, CHANNEL, 2);
    net.drain();

    assertThat(net.news(1, "message").get(0).atNanos()).isLessThan(net.queue.nowNanos());
    assertThat(net.received(1)).containsExactly(1L, 2L);
    assertThat(net.counters(0, 1).retransmittedPackets()).isZero();
  }

  @Test
  void aDeafSenderStopsAfterItsWindowAndTheReaderGivesUp() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.connect(0, 1, Channel.RAFT_MESSAGE);
    net.runFor(100 * MILLI);
    net.network.partition(Partition.oneWay("deaf", List.of(net.node(1)), List.of(net.node(0))));
    long cutNanos = net.queue.nowNanos();
    for (int i = 0; i < 100; i++) {
      long number = i;
      net.at(cutNanos + i * 100L * MILLI, () -> net.send(0, 1, Channel.RAFT_MESSAGE, number));
    }
    net.runFor(10 * SimTime.SECOND);

    // Nothing new may be sent once the retransmission timer has fired.
    assertThat(net.received(1)).containsExactlyElementsOf(LongStream.range(0, 3).boxed().toList());
    assertThat(net.news(1, "disconnect").get(0).atNanos() - cutNanos)
        .isBetween(5000 * MILLI, 5500 * MILLI);
  }

  @Test
  void aDelayThatLooksLikeALossIsUndone() {
    TestNetwork net = connected();
    OverlayId delay =
        net.network.addOverlay(
            "delay", LinkSelector.all(), LinkProfile.constant(Duration.ofMillis(400)));
    net.send(0, 1, CHANNEL, 1);
    net.send(0, 1, CHANNEL, 2);
    net.runFor(5 * SimTime.SECOND);
    net.network.removeOverlay(delay);
    net.drain();

    assertThat(net.received(1)).containsExactly(1L, 2L);
    assertThat(net.counters(0, 1).retransmittedPackets()).isPositive();
    assertThat(net.counters(0, 1).duplicatesReceived())
        .isEqualTo(net.counters(0, 1).retransmittedPackets());
  }

  @Test
  void heartbeatsUnderHeavyLossHaveTheTailsOfRealTcp() {
    TestNetwork net = new TestNetwork(42, 2, LinkProfile.constant(LATENCY).withLoss(0.1));
    net.connect(0, 1, CHANNEL);
    List<Long> sent = new ArrayList<>();
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      long number = i;
      long atNanos = 20 * SimTime.SECOND + i * 100L * MILLI;
      sent.add(atNanos);
      net.at(atNanos, () -> net.send(0, 1, CHANNEL, number));
    }
    net.runUntil(20 * SimTime.SECOND + (count + 600L) * 100 * MILLI);

    double[] delays =
        net.news(1, "message").stream()
            .mapToDouble(news -> (news.atNanos() - sent.get((int) news.number())) / 1e6)
            .toArray();
    assertThat(delays).hasSize(count);
    // A message is late when it is lost, or sent while the one before it is being repaired.
    assertThat(share(delays, 0, 5.1)).as("on time").isBetween(0.76, 0.82);
    assertThat(share(delays, 15, 15.1)).as("held up for one repair").isBetween(0.04, 0.08);
    assertThat(share(delays, 115, 115.1)).as("repaired by the next one").isBetween(0.04, 0.08);
    assertThat(share(delays, 5.1, 200)).as("repaired by later traffic").isBetween(0.15, 0.23);
    assertThat(share(delays, 215, 240)).as("repaired by the timer").isBetween(0.004, 0.02);
    assertThat(share(delays, 400, 100_000)).as("the timer again").isBetween(0.002, 0.04);
  }

  /** Loses the first message, then sends another after a while; how long the first one took. */
  private static double loseThenSend(TestNetwork net, long number, long afterMillis) {
    long sentNanos = net.queue.nowNanos();
    OverlayId loss = cutSilently(net);
    net.send(0, 1, CHANNEL, number);
    net.runFor(MILLI);
    net.network.removeOverlay(loss);
    if (afterMillis > 0) {
      net.runFor((afterMillis - 1) * MILLI);
      net.send(0, 1, CHANNEL, number + 1);
    }
    net.drain();
    return (net.news(1, "message").get(0).atNanos() - sentNanos) / 1e6;
  }

  private static OverlayId cutSilently(TestNetwork net) {
    return net.network.addOverlay(
        "loss", LinkSelector.link(net.node(0), net.node(1)), LinkProfile.CLEAN.withLoss(1));
  }

  private static double share(double[] values, double from, double to) {
    long inside = Arrays.stream(values).filter(v -> v >= from && v < to).count();
    return (double) inside / values.length;
  }

  private static TestNetwork connected() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.connect(0, 1, CHANNEL);
    net.runFor(100 * MILLI);
    assertThat(net.news(0, "connect").get(0).atMillis()).isCloseTo(10.0, within(0.001));
    return net;
  }
}
