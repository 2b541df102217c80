package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** rafthttp's streams across cuts: what notices, when, and how long the way back takes. */
class PartitionedStreamTest {

  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final long MILLI = SimTime.MILLISECOND;
  private static final Channel CHANNEL = Channel.RAFT_MESSAGE;

  @Test
  void aShortCutResumesAtTheNextRetransmissionWithoutLoss() {
    TestNetwork net = beating();
    PartitionId cut = cutOff(net);
    net.runFor(2 * SimTime.SECOND);
    net.network.heal(cut);
    net.runFor(3 * SimTime.SECOND);

    assertThat(net.news(1, "disconnect")).isEmpty();
    assertThat(net.received(1)).isSorted().doesNotHaveDuplicates();
    assertThat(net.counters(0, 1).messagesInFlight()).isZero();
    assertThat(net.counters(0, 1).droppedMessages()).isZero();
  }

  @Test
  void nobodyNoticesACutBeforeTheReadTimeout() {
    TestNetwork net = beating();
    long cutNanos = net.queue.nowNanos();
    cutOff(net);
    net.runFor(20 * SimTime.SECOND);

    // The last heartbeat came up to 100 ms before the cut; the writer's end hears nothing.
    assertThat(net.news(1, "disconnect")).hasSize(1);
    assertThat(net.news(1, "disconnect").get(0).atNanos() - cutNanos)
        .isBetween(4900 * MILLI, 5001 * MILLI);
    assertThat(net.news(0, "disconnect")).isEmpty();
    assertThat(net.news(0, "unreachable")).isEmpty();
  }

  @Test
  void aQuietStreamTimesOutByItsLinkHeartbeats() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.connect(0, 1, Channel.RAFT_APPEND);
    net.runFor(100 * SimTime.SECOND);
    long cutNanos = net.queue.nowNanos();
    cutOff(net);
    net.runFor(20 * SimTime.SECOND);

    assertThat(net.news(1, "disconnect").get(0).atNanos() - cutNanos)
        .isBetween(3333 * MILLI, 5001 * MILLI);
  }

  /** Shorter than the gap between two link heartbeats, so that none of them meets it. */
  @Test
  void aQuietStreamOutlivesACutThatNothingMeets() {
    for (int trial = 0; trial < 20; trial++) {
      TestNetwork net = TestNetwork.withLatency(2, LATENCY);
      net.connect(0, 1, Channel.RAFT_APPEND);
      net.runFor(100 * SimTime.SECOND + trial * 97L * MILLI);
      PartitionId cut = cutOff(net);
      net.runFor(MILLI);
      net.network.heal(cut);
      net.runFor(60 * SimTime.SECOND);

      assertThat(net.news(1, "disconnect")).isEmpty();
    }
  }

  @Test
  void aQuietStreamOnALossyLinkLasts() {
    TestNetwork net = new TestNetwork(3, 2, LinkProfile.constant(LATENCY).withLoss(0.05));
    net.connect(0, 1, Channel.RAFT_APPEND);
    net.runFor(20 * SimTime.MINUTE);

    assertThat(net.news(1, "disconnect")).isEmpty();
  }

  @Test
  void aQuietStreamOutlivesTheFaultAfterWhichNobodyWatchesIt() {
    for (int trial = 0; trial < 150; trial++) {
      TestNetwork net = TestNetwork.withLatency(2, LATENCY);
      net.connect(0, 1, Channel.RAFT_APPEND);
      net.runFor(20 * SimTime.SECOND);
      OverlayId almostSound =
          net.network.addOverlay(
              "loss", LinkSelector.all(), LinkProfile.CLEAN.withLoss(Double.MIN_NORMAL));
      net.runFor(10 * SimTime.SECOND + trial * 97L * MILLI);
      net.network.removeOverlay(almostSound);
      net.runFor(60 * SimTime.SECOND);

      assertThat(net.news(1, "disconnect")).isEmpty();
    }
  }

  @Test
  void theWayBackAfterALongCutTakesUpToASynRetry() {
    List<Long> waits = new ArrayList<>();
    for (int trial = 0; trial < 200; trial++) {
      TestNetwork net = beating();
      net.runFor(trial * 7L * MILLI);
      PartitionId cut = cutOff(net);
      net.runFor(8 * SimTime.SECOND + trial * 37L * MILLI);
      net.network.heal(cut);
      long healedNanos = net.queue.nowNanos();
      net.runFor(3 * SimTime.SECOND);
      List<TestNetwork.News> connects = net.news(1, "connect");
      waits.add(connects.get(connects.size() - 1).atNanos() - healedNanos);
    }
    Collections.sort(waits);

    // SYNs leave each second, the dial time-out of two seconds included: uniform over a second.
    assertThat(waits.get(0)).isBetween(0L, 30 * MILLI);
    assertThat(waits.get(100)).isBetween(400 * MILLI, 600 * MILLI);
    assertThat(waits.get(199)).isBetween(950 * MILLI, 1110 * MILLI);
  }

  @Test
  void synIsRepeatedByATimerOfTheKernelAfterASecondAndALittle() {
    List<Long> opened = new ArrayList<>();
    for (int trial = 0; trial < 40; trial++) {
      TestNetwork net = TestNetwork.withLatency(2, LATENCY);
      net.runFor(trial * 3L * MILLI);
      long dialledNanos = net.queue.nowNanos();
      PartitionId cut = cutOff(net);
      net.connect(0, 1, CHANNEL);
      net.runFor(500 * MILLI);
      net.network.heal(cut);
      net.runFor(SimTime.SECOND);
      opened.add(net.news(0, "connect").get(0).atNanos() - dialledNanos);
    }

    // 250 jiffies of 4 ms on a wheel of eight jiffies a slot; three ways of 1 ms until it is open.
    assertThat(opened).allSatisfy(nanos -> assertThat(nanos).isBetween(1003 * MILLI, 1040 * MILLI));
    assertThat(opened).anySatisfy(nanos -> assertThat(nanos).isGreaterThan(1020 * MILLI));
  }

  @Test
  void whatWasSentIntoADeadStreamIsLost() {
    TestNetwork net = beating();
    PartitionId cut = cutOff(net);
    net.runFor(12 * SimTime.SECOND);
    net.network.heal(cut);
    net.runFor(5 * SimTime.SECOND);

    List<Long> received = net.received(1);
    assertThat(received).isSorted().doesNotHaveDuplicates();
    assertThat(net.counters(0, 1).droppedMessages()).isGreaterThan(100);
    assertThat(net.counters(0, 1).messagesInFlight()).isLessThanOrEqualTo(1);
  }

  @Test
  void aCutInOneDirectionBreaksStreamsOfBoth() {
    TestNetwork net = beating();
    net.connect(1, 0, CHANNEL);
    net.runFor(SimTime.SECOND);
    net.network.partition(Partition.oneWay("one way", List.of(net.node(0)), List.of(net.node(1))));
    net.runFor(10 * SimTime.SECOND);

    assertThat(net.news(1, "disconnect")).isNotEmpty();
    assertThat(net.news(0, "disconnect")).isNotEmpty();
  }

  @Test
  void aClientThatIsCutOffResumesWhenItsKernelSendsAgain() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.runFor(SimTime.SECOND);
    PartitionId cut = cutOff(net);
    net.send(0, 1, Channel.CLIENT_REQUEST, 2);
    net.runFor(30 * SimTime.SECOND);
    net.network.heal(cut);
    net.drain();

    assertThat(net.received(1)).containsExactly(1L, 2L);
    assertThat(net.news(0, "disconnect")).isEmpty();
  }

  @Test
  void aClientsKernelGivesUpAfterFifteenRetries() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.runFor(SimTime.SECOND);
    cutOff(net);
    net.send(0, 1, Channel.CLIENT_REQUEST, 2);
    net.runFor(30 * SimTime.MINUTE);

    assertThat(net.news(0, "disconnect")).hasSize(1);
    assertThat(net.news(0, "disconnect").get(0).atNanos())
        .isBetween(13 * SimTime.MINUTE, 18 * SimTime.MINUTE);
    assertThat(net.counters(0, 1).messagesInFlight()).isZero();
  }

  @Test
  void aPeerThatRestartedBehindACutAnswersOldConnectionsWithAReset() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.send(0, 1, Channel.CLIENT_REQUEST, 1);
    net.runFor(SimTime.SECOND);
    PartitionId cut = cutOff(net);
    net.network.processDown(net.node(1));
    net.runFor(SimTime.SECOND);
    net.network.processUp(net.node(1));
    net.network.heal(cut);
    net.send(0, 1, Channel.CLIENT_REQUEST, 2);
    net.runFor(SimTime.SECOND);
    net.send(0, 1, Channel.CLIENT_REQUEST, 3);
    net.drain();

    assertThat(net.news(0, "disconnect")).hasSize(1);
    assertThat(net.received(1)).containsExactly(1L, 3L);
    assertThat(net.counters(0, 1).droppedMessages()).isEqualTo(1);
  }

  /** Node 0 sends node 1 a heartbeat each 100 ms. */
  private static TestNetwork beating() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    StreamSettings settings = net.network.settings(CHANNEL);
    net.network.configure(
        CHANNEL,
        new StreamSettings(
            settings.dialer(),
            settings.readTimeoutNanos(),
            settings.keepAliveNanos(),
            settings.dialTimeoutNanos(),
            settings.redialNanos(),
            settings.bufferMessages(),
            null));
    net.connect(0, 1, CHANNEL);
    beat(net, 0);
    net.runFor(SimTime.SECOND + 31 * MILLI);
    return net;
  }

  private static void beat(TestNetwork net, long number) {
    net.send(0, 1, CHANNEL, number);
    net.at(net.queue.nowNanos() + 100 * MILLI, () -> beat(net, number + 1));
  }

  private static PartitionId cutOff(TestNetwork net) {
    return net.network.partition(Partition.isolate("cut", List.of(net.node(0))));
  }
}
