package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that stands still: its kernel goes on for it, its own code does not. */
class FrozenProcessTest {

  private static final Duration LATENCY = Duration.ofMillis(1);
  private static final long MILLI = SimTime.MILLISECOND;
  private static final Channel CHANNEL = Channel.RAFT_MESSAGE;

  @Test
  void sendsNoLinkHeartbeatsSoThatItsReaderGivesUp() {
    TestNetwork net = connected();
    long frozenNanos = net.queue.nowNanos();

    net.network.processFrozen(net.node(0));
    net.runFor(20 * SimTime.SECOND);

    // The last heartbeat came up to a third of the read time-out of 5 s before.
    assertThat(net.news(1, "disconnect")).isNotEmpty();
    assertThat(net.news(1, "disconnect").get(0).atNanos() - frozenNanos)
        .isBetween(3333 * MILLI, 5001 * MILLI);
  }

  @Test
  void keepsItsStreamWhenItGoesOnInTime() {
    TestNetwork net = connected();

    net.network.processFrozen(net.node(0));
    net.runFor(3 * SimTime.SECOND);
    net.network.processThawed(net.node(0));
    net.runFor(60 * SimTime.SECOND);

    assertThat(net.news(1, "disconnect")).isEmpty();
  }

  @Test
  void answersNobodyWhoAsksForAStreamUntilItGoesOn() {
    TestNetwork net = connected();
    net.network.processFrozen(net.node(0));
    net.runFor(20 * SimTime.SECOND);
    int before = net.news(1, "connect").size();
    long thawedNanos = net.queue.nowNanos();

    net.network.processThawed(net.node(0));
    net.runFor(SimTime.SECOND);
    net.send(0, 1, CHANNEL, 7);
    net.runFor(SimTime.SECOND);

    assertThat(before).isEqualTo(1);
    assertThat(net.news(1, "connect")).hasSize(2);
    assertThat(net.news(1, "connect").get(1).atNanos() - thawedNanos).isLessThan(120 * MILLI);
    assertThat(net.received(1)).containsExactly(7L);
  }

  @Test
  void takesWhatArrivesAndItsKernelAcknowledges() {
    TestNetwork net = connected();
    net.network.processFrozen(net.node(1));

    for (int second = 0; second < 20; second++) {
      net.send(0, 1, CHANNEL, second);
      net.runFor(SimTime.SECOND);
    }

    assertThat(net.received(1)).hasSize(20);
    assertThat(net.news(0, "disconnect")).isEmpty();
    assertThat(net.news(1, "disconnect")).isEmpty();
  }

  @Test
  void noticesOnlyLaterThatItHeardNothing() {
    TestNetwork net = connected();
    net.network.processFrozen(net.node(1));
    net.network.partition(Partition.isolate("cut", List.of(net.node(0))));

    net.runFor(20 * SimTime.SECOND);
    int whileFrozen = net.news(1, "disconnect").size();
    net.network.processThawed(net.node(1));
    net.runFor(10 * MILLI);

    assertThat(whileFrozen).isZero();
    assertThat(net.news(1, "disconnect")).hasSize(1);
  }

  @Test
  void dialsNothing() {
    TestNetwork net = connected();
    net.network.processFrozen(net.node(1));
    net.network.processDown(net.node(0));
    net.runFor(SimTime.SECOND);

    net.network.processUp(net.node(0));
    net.runFor(20 * SimTime.SECOND);
    int whileFrozen = net.news(1, "connect").size();
    net.network.processThawed(net.node(1));
    net.runFor(SimTime.SECOND);

    assertThat(whileFrozen).isEqualTo(1);
    assertThat(net.news(1, "connect")).hasSize(2);
  }

  @Test
  void isAnOrdinaryProcessAgainAfterItWasKilled() {
    TestNetwork net = connected();

    net.network.processFrozen(net.node(0));
    net.network.processDown(net.node(0));
    net.runFor(SimTime.SECOND);
    net.network.processUp(net.node(0));
    net.runFor(60 * SimTime.SECOND);

    assertThat(net.news(1, "connect")).hasSize(2);
    assertThat(net.news(1, "disconnect")).hasSize(1);
  }

  private static TestNetwork connected() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    net.connect(0, 1, CHANNEL);
    net.runFor(100 * SimTime.SECOND);
    return net;
  }
}
