package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skew.kernel.SimTime;
import dev.skew.world.network.NetworkEvent.MessageDropped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatagramTest {

  private static final Duration LATENCY = Duration.ofMillis(5);

  @Test
  void aDatagramArrivesAfterTheLatencyInOneEvent() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(0, 1, Channel.GOSSIP, 7);
    net.drain();

    assertThat(net.received(1)).containsExactly(7L);
    assertThat(net.news(1).get(0).atMillis()).isEqualTo(5.0);
    assertThat(net.eventsRun()).isEqualTo(1);
  }

  @Test
  void whatANodeSendsItselfArrivesAtOnceButNotWithinTheCall() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(0, 0, Channel.RAFT_MESSAGE, 1);

    assertThat(net.received(0)).isEmpty();
    net.drain();
    assertThat(net.received(0)).containsExactly(1L);
    assertThat(net.queue.nowNanos()).isZero();
  }

  @Test
  void lostDatagramsAreLostAndTheBooksBalance() {
    LinkProfile profile =
        LinkProfile.constant(LATENCY)
            .withLoss(0.2)
            .withDuplication(Chance.of(0.1))
            .withCorruption(Chance.of(0.05));
    TestNetwork net = new TestNetwork(5, 2, profile);

    for (int i = 0; i < 10_000; i++) {
      net.send(0, 1, Channel.GOSSIP, i);
    }
    long midway = net.counters(0, 1).messagesInFlight();
    net.drain();

    LinkCounters counters = net.counters(0, 1);
    assertThat(midway).isPositive();
    assertThat(counters.messagesInFlight()).isZero();
    assertThat(counters.receivedMessages()).isEqualTo(net.received(1).size());
    assertThat(counters.receivedMessages() + counters.droppedMessages())
        .isEqualTo(10_000 + counters.duplicatedDatagrams());
    assertThat(counters.lostPackets() / 10_000.0).isCloseTo(0.2, within(0.03));
    assertThat(net.news(1, "corrupted")).hasSize((int) counters.corruptedReceived());
    assertThat(net.count(MessageDropped.class)).isEqualTo(counters.droppedMessages());
  }

  @Test
  void aCutStopsWhatIsSentAndNotWhatIsUnderWay() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(0, 1, Channel.GOSSIP, 1);
    PartitionId cut = net.network.partition(Partition.isolate("cut", List.of(net.node(0))));
    net.send(0, 1, Channel.GOSSIP, 2);
    net.runFor(10 * SimTime.MILLISECOND);
    net.network.heal(cut);
    net.send(0, 1, Channel.GOSSIP, 3);
    net.drain();

    assertThat(net.received(1)).containsExactly(1L, 3L);
  }

  @Test
  void aDeadProcessHearsNothingAndSaysNothing() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);

    net.send(0, 1, Channel.GOSSIP, 1);
    net.network.processDown(net.node(1));
    net.send(1, 0, Channel.GOSSIP, 2);
    net.drain();

    assertThat(net.received(0)).isEmpty();
    assertThat(net.received(1)).isEmpty();
    assertThat(net.counters(0, 1).droppedMessages()).isEqualTo(1);
    assertThat(net.counters(1, 0).droppedMessages()).isEqualTo(1);
  }
}
